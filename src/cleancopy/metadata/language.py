"""The language of a text, told from its words."""

from turbohtml.detect import LanguageDetection, detect_language

LEAST_CHARS = 40
"""Of a shorter text trigrams tell nothing."""
MOST_CHARS = 4_000
LEAST_CONFIDENCE = 0.5

_SETTINGS = LanguageDetection(threshold=LEAST_CONFIDENCE)
# ISO 639-3, as the detector names languages, to the shortest ISO 639 code, as BCP 47 asks for.
_SHORT = dict(
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


def language_of(text: str) -> str | None:
    """The language that a text is written in, as a BCP 47 code; None where it is too short to tell, or in doubt."""
    if len(text) < LEAST_CHARS:
        return None
    found = detect_language(text[:MOST_CHARS], _SETTINGS).language
    return _SHORT.get(found, found) if found else None


def locale_of(language: str | None, stated: str | None, url: str | None) -> str | None:
    """A language with the region whose habits (the order of day and month) a page is likely to follow.

    stated   what the page says of its language ("en_GB"): believed for the region where the language agrees
    url      whose country code stands in where the page says none
    """
    said = (stated or "").replace("_", "-")
    if language is None:
        return said or None
    if said.lower().startswith(f"{language}-"):
        return said
    region = _region(url)
    return f"{language}-{region}" if region else language


_DAY_FIRST = {
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


def _region(url: str | None) -> str | None:
    host = (url or "").partition("//")[2].partition("/")[0].partition(":")[0]
    return _DAY_FIRST.get(host.rpartition(".")[2].lower())
