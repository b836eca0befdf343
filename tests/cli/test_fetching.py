"""Pages by their address on the command line."""

import gzip
import json
from collections.abc import Iterator
from contextlib import closing

import pytest
from click.testing import CliRunner

from cleancopy.cli.main import main
from tests.fetch.origin import Origin, page, redirect

SENTENCE = "The harbour board said on Tuesday that the ferry will sail again in April, after nine winters."
PAGE = f"<title>Ferry</title><article><p>{SENTENCE}</p><p>Der F\xe4hrmann freut sich.</p></article>".encode("latin-1")
LATIN = "Content-Type: text/html; charset=latin-1"


@pytest.fixture
def origin() -> Iterator[Origin]:
    answers = {
        "/": page(PAGE, LATIN),
        "/go": redirect("/"),
        "/picture": page(b"GIF89a", "Content-Type: image/gif"),
        "/packed": page(gzip.compress(PAGE)[:-9], LATIN, "Content-Encoding: gzip"),
    }
    with closing(Origin(answers)) as server:
        yield server


def test_an_address_is_fetched_of_ones_own_network_too(origin):
    result = CliRunner().invoke(main, ["-o", "json", origin.url("/go")])
    document = json.loads(result.output)
    assert result.exit_code == 0
    assert SENTENCE in document["text"]
    assert "Fährmann" in document["text"]
    assert document["url"] == origin.url("/")


def test_the_address_that_is_given_counts_more_than_that_of_the_page(origin):
    result = CliRunner().invoke(main, ["-o", "json", "--url", "https://a.example/", origin.url("/")])
    assert json.loads(result.output)["url"] == "https://a.example/"


def test_explain_takes_an_address(origin):
    result = CliRunner().invoke(main, ["explain", origin.url("/")])
    assert result.exit_code == 0
    assert "The harbour board said" in result.output


@pytest.mark.parametrize(
    "path, words", [("/none", "answers with status 404"), ("/picture", "no page, but 'image/gif'")]
)
def test_what_cannot_be_fetched_is_one_line(origin, path, words):
    for command in ([], ["explain"]):
        result = CliRunner().invoke(main, [*command, origin.url(path)])
        assert result.exit_code == 2
        assert result.output.count("\n") == 1
        assert words in result.output


def test_one_address_of_several_that_fails_is_reported_and_the_others_are_written(origin):
    result = CliRunner().invoke(main, [origin.url("/"), origin.url("/none")])
    assert result.exit_code == 1
    assert SENTENCE in result.output


def test_a_page_that_was_cut_is_reported(origin):
    result = CliRunner().invoke(main, [origin.url("/packed")])
    assert "partly decompressed: the data are damaged or mislabelled (body_cut)" in result.output
    assert SENTENCE in result.output


def test_a_server_is_asked_as_the_options_say(origin):
    words = ["--user-agent", "Reader/1", "--header", "Accept: text/plain", "--header", "Cookie: a=1", "--timeout", "9"]
    for command in ([], ["explain"]):
        assert CliRunner().invoke(main, [*command, *words, origin.url("/")]).exit_code == 0
        lines = origin.asked.pop().decode().split("\r\n")
        assert {"User-Agent: Reader/1", "Accept: text/plain", "Cookie: a=1"} <= set(lines)
        assert sum(line.startswith(("User-Agent", "Accept:")) for line in lines) == 2


def test_no_secret_follows_to_another_site(origin):
    with closing(Origin({"/": redirect(origin.url("/")), "/own": redirect("/")}, "127.0.0.8")) as first:
        words = ["Authorization: Bearer x", "Cookie: a=1", "X-Api-Key: k", "Accept-Language: pl"]
        headers = [part for word in words for part in ("--header", word)]
        assert CliRunner().invoke(main, [*headers, "--user-agent", "R", first.url("/own")]).exit_code == 0
        own, again = (head.decode().split("\r\n") for head in first.asked)
    other = origin.asked.pop().decode().split("\r\n")
    assert set(words) <= set(own)
    assert set(words) <= set(again)
    assert {"Accept-Language: pl", "User-Agent: R"} <= set(other)
    assert not {name.partition(":")[0] for name in words[:3]} & {line.partition(":")[0] for line in other}


@pytest.mark.parametrize(
    "words, message",
    [
        (["--header", "nonsense"], "'nonsense' is not a header"),
        (["--header", "A b: c"], "is not a header"),
        (["--header", "A: b\r\nC: d"], "a line break"),
        (["--header", "Host: a.example"], "Host cannot be set"),
        (["--header", "User-Agent: a", "--user-agent", "b"], "give only one of them"),
        (["--user-agent", "a\nb"], "a line break"),
        *((["--timeout", value], "give seconds above 0") for value in ("0", "-1", "nan", "inf", "1e9")),
    ],
)
def test_wrong_options_are_refused_before_anything_is_fetched(origin, words, message):
    result = CliRunner().invoke(main, [*words, origin.url("/")])
    assert result.exit_code == 2
    assert message in result.output
    assert origin.asked == []
