import pytest

from fuzzing import coverage


@pytest.mark.skipif(not coverage.is_installed(), reason=coverage.MISSING)
def test_a_target_runs_and_reaches_our_code(tmp_path):
    covered = coverage.fuzz_target("decode", 0, 5, runs=500, folder=tmp_path)
    assert covered.runs >= 500
    assert covered.reached > 50
    assert covered.findings == ()
