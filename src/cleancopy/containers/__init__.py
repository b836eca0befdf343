"""Files that hold pages: mails and saved pages (one page each), books, feeds and mailboxes (several).

Bytes in, pages out: each page comes with the options to extract it with. What cannot be read is one of the pages, with
a message that says why, so that nothing is lost silently.
"""

from cleancopy.containers.formats import detect_container
from cleancopy.containers.opening import is_container, open_pages, single_page, with_container_metadata

__all__ = ["detect_container", "is_container", "open_pages", "single_page", "with_container_metadata"]
