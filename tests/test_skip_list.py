import pytest

from tests.skip_list import excess, read_allowances

ALLOWED = read_allowances("# remarks\n2 torch\n\n1 ^nothing is forbidden here$\n")


@pytest.mark.parametrize(
    "reasons, found",
    [
        ([], {}),
        (["Skipped: no torch"] * 2, {}),
        (["Skipped: no torch"] * 3, {"torch": 3}),
        (["nothing is forbidden here"], {}),
        (["Skipped: nothing is forbidden here"], {"Skipped: nothing is forbidden here": 1}),
        (["no torch", "another"], {"another": 1}),
    ],
)
def test_what_is_skipped_beyond_the_list_is_found(reasons, found):
    assert excess(reasons, ALLOWED) == found


pytest_plugins = ["pytester"]


@pytest.mark.parametrize("ci, code", [("", 0), ("true", 1)])
def test_a_run_in_ci_fails_by_a_skip_that_is_not_in_the_list(pytester, monkeypatch, ci, code):
    monkeypatch.setenv("CI", ci)
    pytester.makeconftest("from tests.skip_list import register_skip_list as pytest_configure")
    pytester.makepyfile("import pytest\ndef test_a(): pytest.skip('for no reason at all')\ndef test_b(): pass")
    run = pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:cacheprovider")
    assert run.ret == code
    assert ("for no reason at all" in "".join(run.outlines)) == bool(ci)
