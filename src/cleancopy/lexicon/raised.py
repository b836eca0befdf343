"""Raised and lowered text, as exponents and indices have it, in plain characters: 10⁶, H₂O, x^(n+k)."""

from collections.abc import Mapping

_SUPERSCRIPTS = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδφχ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵠᵡ",
        strict=True,
    )
)
_SUBSCRIPTS = dict(zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))


def raise_text(text: str) -> str:
    """A text as a superscript: in Unicode's characters where all signs have one, else ``^(…)``."""
    return _write(text, _SUPERSCRIPTS, "^")


def lower_text(text: str) -> str:
    """A text as a subscript: in Unicode's characters where all signs have one, else ``_(…)``."""
    return _write(text, _SUBSCRIPTS, "_")


def _write(text: str, signs: Mapping[str, str], mark: str) -> str:
    """A text in other signs; in brackets behind a mark if some have none."""
    return "".join([signs[c] for c in text]) if text and all(c in signs for c in text) else f"{mark}({text})"
