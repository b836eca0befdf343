import pytest

from evaluation.peers import PEERS, Peer, require_peers

PROSE = (
    "The ferry pier at Saltmere will reopen in the spring, after nine winters of storms and of waiting for "
    "the money that the island had been told to expect in the first of them, of which it has been given half."
)
PAGE = f"<body><nav><a href=/>Home</a></nav><article><h1>Pier</h1>{f'<p>{PROSE}</p>' * 5}</article></body>"


def test_a_missing_peer_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PEERS, "nobody", Peer(lambda page: page, modules=("no_such_module",)))
    with pytest.raises(ImportError, match=r"nobody: .*no_such_module.*: make .venv/.peers brings it"):
        require_peers(["nobody"])


# What other people's tools warn of is not ours to fail on.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [name for name, peer in PEERS.items() if peer.modules])
def test_a_peer_for_html_finds_the_prose(name: str) -> None:
    try:
        require_peers([name])
    except ImportError as error:
        pytest.skip(str(error))
    assert PROSE in (PEERS[name].answer(PAGE) or "")


def test_the_c4_rules_keep_lines_that_end_like_a_sentence() -> None:
    dropped = "One two.\nNo end here at all\nTrails off here...\nWe use cookies on this site."
    page = f'  One two three.  \n{dropped}\nShe said "no"'
    assert PEERS["c4_lines"].answer(page) == 'One two three.\nShe said "no"'


def test_long_lines_end_like_a_sentence_in_any_script() -> None:
    page = f"{PROSE}\nShort.\n{PROSE[:-1]}\n{'文' * 40}。"
    assert PEERS["long_lines"].answer(page) == f"{PROSE}\n{'文' * 40}。"


def test_no_cleaning_keeps_all() -> None:
    assert PEERS["keep_all"].answer(" a\n") == " a\n"
