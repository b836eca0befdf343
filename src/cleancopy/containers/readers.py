"""The reader of each container. Importing them takes long, so `opening` does it when the first container comes."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from cleancopy.containers.contained_page import ContainedPage
from cleancopy.containers.epub import read_epub
from cleancopy.containers.feeds import read_feed
from cleancopy.containers.formats import ContainerFormat
from cleancopy.containers.jsonfeed import read_json_feed
from cleancopy.containers.mail import read_mail
from cleancopy.containers.mbox import read_mbox
from cleancopy.containers.webarchive import read_webarchive
from cleancopy.limits import Limits

SINGLE_PAGE_READERS: Final[Mapping[ContainerFormat, Callable[[bytes], ContainedPage]]] = {
    "mail": read_mail,
    "webarchive": read_webarchive,
}
MULTI_PAGE_READERS: Final[Mapping[ContainerFormat, Callable[[bytes, Limits], Iterator[ContainedPage]]]] = {
    "epub": read_epub,
    "feed": read_feed,
    "jsonfeed": read_json_feed,
    "mbox": read_mbox,
}
