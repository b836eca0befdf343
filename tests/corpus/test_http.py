"""Archives and tables that stand on a server of the web."""

import gzip
from contextlib import closing

import pytest

from cleancopy.corpus.inputs import find_sources, read_source
from cleancopy.corpus.record import Record
from cleancopy.corpus.settings import Columns
from cleancopy.errors import CorpusError
from tests.corpus.archives.writer import page, responses
from tests.fetch.test_ranges import Store, broken, status


def test_an_archive_is_read_from_a_server_that_breaks_off():
    data = b"".join(map(gzip.compress, responses(40)))
    with closing(Store(data, faults=(broken(300), broken(1000)))) as store:
        store.origin.answers["/x.warc.gz"] = store.answer
        [source] = find_sources([store.origin.url("/x.warc.gz")])
        assert (source.kind, source.size) == ("archive", len(data))
        items = list(read_source(source, Columns(), "auto"))
    assert [item.page for item in items if isinstance(item, Record)] == [page(n) for n in range(1, 41)]


def test_what_is_not_there_is_refused_by_its_address():
    with closing(Store(faults=(status("404 Not Found"),))) as store:
        with pytest.raises(CorpusError, match="status 404: there is no such file") as raised:
            find_sources([store.url])
        assert store.url in str(raised.value)


def test_keys_in_an_address_are_refused():
    with pytest.raises(CorpusError, match="keep keys out of addresses"):
        find_sources(["https://me:secret@example.org/x.warc.gz"])
