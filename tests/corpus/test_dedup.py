import gzip
import itertools
import json
import random
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cleancopy
from cleancopy.corpus.dedup import clusters, dedup
from cleancopy.corpus.dedup.clusters import find_copies
from cleancopy.corpus.dedup.sketch import PERMUTATIONS, Sketch, sketch_texts
from cleancopy.errors import CorpusError

EXAMPLE = Path(__file__).parents[3] / "shared" / "example"
WORDS = [a + b for a in "bright calm dry early fresh grand low mild".split() for b in "bay hill lake moor port".split()]
HAN = "春夏秋冬山川草木花鳥風月天地日星雲雨雪東西南北上下左右大小高低長短新舊古今男女老少父母兄弟"
SCHEMA = pa.schema(
    {
        "id": pa.string(), "url": pa.string(), "source": pa.string(), "status": pa.string(), "text": pa.string(),
        "confidence": pa.float64(), "flags": pa.list_(pa.string()), "published": pa.string(), "site": pa.string(),
    },
    metadata={"made_by": "a test"},
)  # fmt: skip


def article(number, words=200):
    return " ".join(random.Random(number).choices(WORDS, k=words)) + "."


def page(name, text, **more):
    known = {"url": None, "source": "a", "status": "ok", "confidence": 0.9, "flags": [], "published": None}
    return {"id": name, **known, "text": text, **more}


def write(folder, **files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        pq.write_table(pa.Table.from_pylist(rows, SCHEMA), folder / f"{name}.parquet")
    return folder


def run(folder, *rows, **options):
    """The report, the rows that stay and the record of clusters."""
    source = write(folder / "in", pages=list(rows))
    report = dedup(source, folder / "out", **options)
    return report, *(pq.read_table(folder / "out" / f"{name}.parquet").to_pylist() for name in ("pages", "_clusters"))


def ids(rows):
    return [row["id"] for row in rows]


# ── what is a copy ────────────────────────────────────────────────────────────────────────────────


def test_texts_of_the_same_words_are_copies_whatever_their_case_and_punctuation(tmp_path):
    text = article(1)
    shown = text.upper().replace(" ", " \n ").replace(".", " !")
    report, rows, record = run(tmp_path, page("a", text), page("b", shown), page("c", article(2)))
    assert ids(rows) == ["a", "c"]
    assert (report.rows, report.candidates, report.clusters) == (3, 3, 1)
    assert (report.dropped_exact, report.dropped_near) == (1, 0)
    assert [(row["id"], row["outcome"], row["similarity"]) for row in record] == [
        ("a", "kept", 1.0),
        ("b", "exact", 1.0),
    ]


def test_a_copy_with_chrome_and_a_cut_tail_is_a_near_copy(tmp_path):
    text = article(1)
    copy = "Home News Sport Weather Subscribe\n" + text[: int(len(text) * 0.85)]
    report, rows, record = run(tmp_path, page("a", text), page("b", copy))
    assert ids(rows) == ["a"]
    assert (report.dropped_exact, report.dropped_near) == (0, 1)
    assert record[1]["outcome"] == "near"
    assert record[1]["kept_id"] == "a"
    assert 0.7 < record[1]["similarity"] < 0.95


def test_different_articles_in_one_template_stay(tmp_path):
    frame = article(0, 40)
    _, rows, record = run(tmp_path, *(page(str(i), f"{frame} {article(i)} {frame}") for i in range(1, 30)))
    assert len(rows) == 29
    assert record == []


def test_short_texts_that_differ_in_a_word_stay(tmp_path):
    text = article(1, 15)
    _, rows, _ = run(tmp_path, page("a", f"{text} one"), page("b", f"{text} two"), page("c", f"{text} one"))
    assert ids(rows) == ["a", "b"]


def test_scripts_without_spaces_are_compared_by_letters(tmp_path):
    letters = random.Random(1).choices(HAN, k=300)
    edited = [*letters[:100], "米", *letters[101:280]]
    wrapped = [*letters[:150], "，\n", *letters[150:]]
    other = random.Random(2).choices(HAN, k=300)
    texts = {"a": letters, "b": edited, "c": wrapped, "d": other}
    report, rows, _ = run(tmp_path, *(page(name, "".join(text)) for name, text in texts.items()))
    assert ids(rows) == ["a", "d"]
    assert (report.dropped_exact, report.dropped_near) == (1, 1)


def test_a_text_that_is_like_a_copy_but_not_like_the_kept_one_stays(tmp_path):
    words = article(1, 500).split()
    chain = [page(str(i), " ".join(words[i * 60 : i * 60 + 250]), confidence=0.9 - i / 100) for i in range(5)]
    _, rows, record = run(tmp_path, *chain)
    assert ids(rows) == ["0", "2", "4"]
    assert all(row["similarity"] >= 0.55 for row in record)


def test_the_threshold_is_the_callers(tmp_path):
    text = article(1)
    pages = page("a", text), page("b", text[: int(len(text) * 0.7)])
    assert len(run(tmp_path / "low", *pages, threshold=0.55)[1]) == 1
    assert len(run(tmp_path / "high", *pages, threshold=0.9)[1]) == 2
    with pytest.raises(ValueError, match="threshold must be from"):
        dedup(tmp_path / "low", tmp_path / "out", threshold=0.4)


@pytest.mark.skipif(not EXAMPLE.is_dir(), reason="the example page is not there")
def test_the_example_page_and_its_clean_copy_meet(tmp_path):
    pages = cleancopy.extract_text((EXAMPLE / "page.txt").read_text()), (EXAMPLE / "clean.txt").read_text()
    report, _, record = run(tmp_path, page("page", pages[0]), page("clean", pages[1]))
    assert report.dropped_near == 1
    assert record[1]["similarity"] > 0.7


def test_the_sketch_of_a_text_does_not_depend_on_its_neighbours():
    texts = [
        article(1),
        "",
        "One",
        "two words",
        "漢字",
        article(2),
        "नमस्ते दुनिया",
        "a\0b \ud800",
        "...",
        article(3, 30_000),
    ]
    together = sketch_texts(texts)
    for i, text in enumerate(texts):
        for column, alone in zip(together, sketch_texts([text]), strict=True):
            assert np.array_equal(column[i], alone[0])
    assert together.words.tolist() == [200, 0, 1, 2, 2, 200, 2, 2, 0, 30_000]


# ── which copy is kept ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "better",
    [
        {"text": f"{article(1)} {article(2, 20)}"},
        {"confidence": 0.95},
        {"flags": []},
        {"published": "2023-01-01"},
        {"id": "a"},
    ],
    ids=["words", "confidence", "flags", "published", "id"],
)
def test_the_copy_with_more_right_words_fewer_flags_an_earlier_date_and_a_lower_id_is_kept(tmp_path, better):
    worse = page("b", article(1), flags=["short"], published="2023-05-05")
    best = worse | better
    assert run(tmp_path, worse, best)[1] == [best | {"site": None, "cluster": 0, "cluster_size": 2}]


def test_the_same_pages_stay_however_they_are_spread_over_files(tmp_path):
    rng = random.Random(3)
    rows = [page(str(i), article(i)) for i in range(40)]
    for i in range(40, 120):
        text = article(rng.randrange(40))
        rows.append(page(str(i), text[: int(len(text) * rng.uniform(0.7, 1))], confidence=rng.choice((0.8, 0.9))))
    answers = []
    for trial in range(4):
        folder = tmp_path / str(trial)
        truncations = [0, *sorted(rng.sample(range(1, len(rows)), trial)), len(rows)]
        files = {str(rng.random()): rows[a:b] for a, b in itertools.pairwise(truncations)}
        dedup(write(folder, **files), folder / "out")
        kept = [row for name in files for row in pq.read_table(folder / "out" / f"{name}.parquet").to_pylist()]
        record = pq.read_table(folder / "out" / "_clusters.parquet").drop_columns("file").to_pylist()
        answers.append((sorted(kept, key=lambda row: row["id"]), record))
        rng.shuffle(rows)
    assert all(answer == answers[0] for answer in answers)
    assert 40 <= len(answers[0][0]) < 60


# ── many ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_compared_in_one_giant_bucket_grows_as_its_texts_do(monkeypatch):
    compared = []
    similarity = clusters._estimate_similarity
    monkeypatch.setattr(
        clusters, "_estimate_similarity", lambda s, a, b: (compared.append(len(a)), similarity(s, a, b))[1]
    )
    count = 20_000
    signatures = np.random.default_rng(1).integers(0, 1 << 16, (count, PERMUTATIONS), dtype=np.uint16)
    texts = Sketch(np.full(count, 300), np.arange(count, dtype=np.uint64), signatures)
    signatures[:, :64] = signatures[0, :64]  # of a template: every band there is one bucket of all texts
    assert (find_copies(texts, np.arange(count), 0.6).kept == np.arange(count)).all()
    assert sum(compared) < 2 * 64 * count
    compared.clear()
    signatures[:, :200] = signatures[0, :200]  # copies
    assert (find_copies(texts, np.arange(count), 0.6).kept == 0).all()
    assert sum(compared) < 5 * count


# ── files ─────────────────────────────────────────────────────────────────────────────────────────


def test_rows_that_take_no_part_are_copied(tmp_path):
    rows = page("a", "", status="empty"), page("b", "", status="failed"), page("c", "…"), page("d", "…")
    report, kept, record = run(tmp_path, *rows)
    assert kept == [row | {"site": None, "cluster": None, "cluster_size": None} for row in rows]
    assert (report.rows, report.candidates) == (4, 0)
    assert record == []


def test_schema_and_metadata_stay_and_the_folder_reads_as_one_table(tmp_path):
    write(tmp_path / "in", b=[page("a", article(1), site="S")], c=[], d=[page("b", article(1), site="S")])
    dedup(tmp_path / "in", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"{n}.parquet" for n in ("_clusters", *"bcd")]
    table = pq.read_table(tmp_path / "out")
    assert table.schema.metadata[b"made_by"] == b"a test"
    assert table.to_pylist() == [page("a", article(1), site="S", cluster=0, cluster_size=2)]


def test_what_was_written_can_be_read_again(tmp_path):
    run(tmp_path, page("a", article(1)), page("b", article(1)))
    assert dedup(tmp_path / "out", tmp_path / "again").rows == 1
    assert pq.read_table(tmp_path / "again").to_pylist()[0]["cluster_size"] == 1


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "jsonl.zst"])
def test_json_lines_are_read_and_written_packed_or_not(tmp_path, ending):
    rows = [page("a", article(1), more={"x": [1]}), page("b", article(1)), {"id": "é", "status": "empty", "text": None}]
    (tmp_path / "in").mkdir()
    with pa.output_stream(tmp_path / "in" / f"p.{ending}") as out:
        out.write("".join(json.dumps(row) + "\n" for row in rows).encode())
    report = dedup(tmp_path / "in", tmp_path / "out")
    assert report.dropped_exact == 1
    assert read_lines(tmp_path / "out" / f"p.{ending}") == [
        rows[0] | {"cluster": 0, "cluster_size": 2},
        rows[2] | {"cluster": None, "cluster_size": None},
    ]
    assert ids(read_lines(tmp_path / "out" / f"_clusters.{ending}")) == ["a", "b"]


def read_lines(path):
    with pa.input_stream(path) as stream:
        return [json.loads(line) for line in stream.read().decode().splitlines()]


def test_packed_json_in_several_members_is_read_as_a_whole(tmp_path):
    members = [gzip.compress(json.dumps(page(str(i), article(i))).encode() + b"\n\n") for i in range(3)]
    (tmp_path / "p.jsonl.gz").write_bytes(b"".join(members))
    assert dedup(tmp_path / "p.jsonl.gz", tmp_path / "out").rows == 3


@pytest.mark.parametrize(
    "name,content,message",
    [
        ("a.parquet", b"no parquet", "cannot be read"),
        ("a.jsonl", b'{"id": 1', "cannot be read"),
        ("a.jsonl", b"[1]", "line 1: no object with id, status, text"),
        ("a.jsonl", b'{"id": 1, "status": [], "text": ""}', "cannot be read"),
        ("a.jsonl.gz", gzip.compress(b"{}\n" * 9)[:-9], "cannot be read|no object"),
        ("a.csv", b"id,text", "no pages there"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_written(tmp_path, name, content, message):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(content)
    with pytest.raises(CorpusError, match=message) as caught:
        dedup(tmp_path / "in", tmp_path / "out")
    assert "/in" in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_table_without_texts_is_named(tmp_path):
    pq.write_table(pa.table({"id": ["a"]}), tmp_path / "a.parquet")
    with pytest.raises(CorpusError, match="lacks the columns status, text"):
        dedup(tmp_path, tmp_path / "out")


def test_an_output_that_is_there_is_left_alone(tmp_path):
    source = write(tmp_path / "in", a=[page("a", article(1))])
    (tmp_path / "out").mkdir()
    with pytest.raises(CorpusError, match="exists already"):
        dedup(source, tmp_path / "out")
    (tmp_path / "file").touch()
    with pytest.raises(CorpusError, match="cannot be written"):
        dedup(source, tmp_path / "file" / "out")
