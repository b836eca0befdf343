"""Names of HTML elements, by what they are for."""

LIST_TAGS = frozenset({"ul", "ol", "menu", "dir", "dl"})
ITEM_TAGS = frozenset({"li", "dt", "dd"})
CODE_TAGS = frozenset({"pre", "listing", "xmp", "plaintext"})
CELL_TAGS = frozenset({"td", "th"})
SECTION_TAGS = frozenset("article aside body figure footer form header main nav section table td th".split())
"""A block inside these is no longer part of the list item, quote or heading around them."""
BLOCK_TAGS = frozenset(
    (
        "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu "
        "nav ol optgroup option p plaintext pre search section select summary table tbody td textarea tfoot "
        "th thead tr ul xmp"
    ).split()
)
"""Elements whose text stands apart from the text around them."""

SIDE_NOTE_TAG = "side-note"
"""The tag that notes beside the text are read as: no page has it."""

VERSE_NAMES = frozenset("stanza verse poem strophe lyrics stanze vers".split())
"""Words of the class of an element around the lines of a poem or a song."""
