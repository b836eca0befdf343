"""Every flag that an article may carry: a short code for what its reader should know."""

from cleancopy.string_enum import StringEnum


class Flag(StringEnum):
    """What a caller should know about an input or an answer.

    A member equals its string: ``"short" in article.flags``.
    """

    # Of the input, by `cleancopy.input`.
    EMPTY_INPUT = "empty_input"
    NOT_TEXT = "not_text"
    MOJIBAKE_SUSPECTED = "mojibake_suspected"
    BODY_CUT = "body_cut"
    BODY_CORRUPT = "body_corrupt"
    CODING_IGNORED = "coding_ignored"
    TRAILING_BYTES = "trailing_bytes"

    # Of files that hold pages, by `cleancopy.containers`.
    FEED = "feed"
    SITEMAP = "sitemap"
    BOOK = "book"
    MAILBOX = "mailbox"
    ATTACHMENTS = "attachments"
    UNREADABLE = "unreadable"

    # Of records in web archives, by `cleancopy.corpus.archives`.
    WARC_TRUNCATED = "warc_truncated"
    DIGEST_MISMATCH = "digest_mismatch"
    LENGTH_WRONG = "length_wrong"

    # Of limits on a page: its size, and the time and memory of a worker.
    TRUNCATED = "truncated"
    DEPTH_CAPPED = "depth_capped"
    DEGRADED = "degraded"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"

    # Of the markup.
    UNCLOSED_TAIL = "unclosed_tail"
    HIDDEN_TEXT = "hidden_text"
    FROM_DATA = "from_data"

    # Of the answer, by `cleancopy.assemble`.
    NO_RUNNING_TEXT = "no_running_text"
    CONSENT_WALL = "consent_wall"
    LOGIN_WALL = "login_wall"
    ERROR_PAGE = "error_page"
    BOT_CHECK = "bot_check"
    APP_SHELL = "app_shell"
    SHORT = "short"
    LIST_PAGE = "list_page"
    COMMENTS_ONLY = "comments_only"
    PAYWALL = "paywall"
