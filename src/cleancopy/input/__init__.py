"""From the bytes of a page to its characters: content codings, encodings, binary formats, markup that is too large."""

from cleancopy.input.compression import MAX_DECOMPRESSED_BYTES, Decompressed, dechunk, decompress
from cleancopy.input.content_type import can_be_page, parse_charset, parse_media_type, refuse_table
from cleancopy.input.controls import replace_control_references, strip_controls
from cleancopy.input.decoders import Inflater
from cleancopy.input.decoding import decode
from cleancopy.input.markup import (
    close_empty_elements,
    drop_excess_options,
    is_parse_bomb,
    prepare_for_tree,
    strip_markup,
)

__all__ = [
    "MAX_DECOMPRESSED_BYTES",
    "Decompressed",
    "Inflater",
    "can_be_page",
    "close_empty_elements",
    "dechunk",
    "decode",
    "decompress",
    "drop_excess_options",
    "is_parse_bomb",
    "parse_charset",
    "parse_media_type",
    "prepare_for_tree",
    "refuse_table",
    "replace_control_references",
    "strip_controls",
    "strip_markup",
]
