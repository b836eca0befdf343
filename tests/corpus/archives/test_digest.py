import base64
import hashlib

import pytest

from cleancopy.corpus.archives.digest import has_matching_digest

BODY = b"The ferry leaves at nine."


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
@pytest.mark.parametrize(
    "spell",
    [
        lambda digest: base64.b32encode(digest).decode(),
        lambda digest: base64.b32encode(digest).decode().rstrip("=").lower(),
        bytes.hex,
        lambda digest: base64.b64encode(digest).decode(),
        lambda digest: base64.urlsafe_b64encode(digest).decode(),
    ],
)
def test_digests_are_known_however_they_are_spelt(algorithm, spell):
    said = f"{algorithm}:{spell(hashlib.new(algorithm, BODY).digest())}"
    assert has_matching_digest([said], [BODY]) is True
    assert has_matching_digest([said], [BODY + b" "]) is False


def test_any_digest_of_any_body_will_do():
    good, bad = f"sha1:{hashlib.sha1(BODY).hexdigest()}", f"sha1:{hashlib.sha1(b'').hexdigest()}"
    assert has_matching_digest([bad, good], [b"other", BODY]) is True


@pytest.mark.parametrize("said", [[], ["blake3:abcd"]])
def test_without_a_digest_that_can_be_checked_nothing_is_said(said):
    assert has_matching_digest(said, [BODY]) is None


@pytest.mark.parametrize("said", ["sha1", "sha1:", "sha1:!?", "sha1:äöü"])
def test_a_digest_that_is_none_fits_nothing(said):
    assert has_matching_digest([said], [BODY]) is False
