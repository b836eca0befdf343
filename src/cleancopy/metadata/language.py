"""The language of a text, detected from its words, and the region of a page."""

from turbohtml.detect import LanguageDetection, detect_language

MIN_CHARS = 40
"""Characters of the shortest text whose language can be detected."""
MAX_CHARS = 4_000
MIN_CONFIDENCE = 0.5

_SETTINGS = LanguageDetection(threshold=MIN_CONFIDENCE)
# From ISO 639-3, the codes of the detector, to the shortest ISO 639 code, which BCP 47 requires.
_SHORT_CODES = dict(
    pair.split(":")
    for pair in (
        "afr:af aka:ak amh:am arb:ar ara:ar aze:az azj:az bel:be ben:bn bul:bg cat:ca ces:cs cmn:zh zho:zh "
        "dan:da deu:de ell:el eng:en epo:eo est:et fas:fa pes:fa fin:fi fra:fr guj:gu heb:he hin:hi hrv:hr "
        "hun:hu hye:hy ind:id ita:it jav:jv jpn:ja kan:kn kat:ka khm:km kor:ko lat:la lav:lv lvs:lv lit:lt "
        "mal:ml mar:mr mkd:mk mya:my nep:ne npi:ne nld:nl nno:nn nob:nb ori:or ory:or pan:pa pol:pl por:pt "
        "ron:ro rus:ru sin:si slk:sk slv:sl sna:sn spa:es srp:sr swe:sv tam:ta tel:te tgl:tl tha:th tuk:tk "
        "tur:tr ukr:uk urd:ur uzb:uz uzn:uz vie:vi ydd:yi yid:yi zul:zu"
    ).split()
)


def identify_language(text: str) -> str | None:
    """The language of a text, as a BCP 47 code; None where the text is too short or the language is in doubt."""
    if len(text) < MIN_CHARS:
        return None
    code = detect_language(text[:MAX_CHARS], _SETTINGS).language
    return _SHORT_CODES.get(code, code) if code else None


def choose_locale(language: str | None, stated: str | None, url: str | None) -> str | None:
    """A language with the region whose order of day and month a page is likely to follow.

    stated   the locale that the page states ("en_GB"); its region counts if its language is the same
    url      its country code decides where the page states no region
    """
    tag = (stated or "").replace("_", "-")
    if language is None:
        return tag or None
    if tag.lower().startswith(f"{language}-"):
        return tag
    region = _find_region(url)
    return f"{language}-{region}" if region else language


_REGION_OF_DOMAIN = {
    "uk": "GB",
    "au": "AU",
    "nz": "NZ",
    "ie": "IE",
    "in": "IN",
    "za": "ZA",
    "ca": "CA",
    "ng": "NG",
    "my": "MY",
}


def _find_region(url: str | None) -> str | None:
    host = (url or "").partition("//")[2].partition("/")[0].partition(":")[0]
    return _REGION_OF_DOMAIN.get(host.rpartition(".")[2].lower())
