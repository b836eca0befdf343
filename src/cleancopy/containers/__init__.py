"""Files that hold pages: mails and saved pages (one page each), books, feeds and mailboxes (several).

Bytes in, pages out, each as a page with the options that it is to be read with. What cannot be read of a file stands
among its pages with a message that says why, so that nothing is lost in silence.
"""

from cleancopy.containers.formats import format_of
from cleancopy.containers.found import UNREADABLE
from cleancopy.containers.opening import is_container, open_pages, single_page, with_known

__all__ = ["UNREADABLE", "format_of", "is_container", "open_pages", "single_page", "with_known"]
