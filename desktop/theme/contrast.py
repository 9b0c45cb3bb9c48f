"""Which text stands on which surface; the contrast of every pair is tested in both themes."""

from dataclasses import dataclass
from itertools import product

from desktop.theme.colour import contrast
from desktop.theme.tokens import TOKEN_NAMES, TONE_TOKEN, Tokens, Tone

WCAG_AA_TEXT = 4.5

_SURFACES = ("sidebar", "page", "card", "popup", "input", "control", "control_hover", "elevated")
_QUIET_SURFACES = ("sidebar", "page", "card")
_STRONG_TEXT = ("text_heading", "text", "text_secondary")
_TINTED_SURFACES = ("sidebar", "page", "card", "popup")
# Code stands on the field, on its current line, and between matching brackets.
_CODE_SURFACES = ("input", "card", "elevated")
_SYNTAX = tuple(sorted(name for name in TOKEN_NAMES if name.startswith("syntax_")))


@dataclass(frozen=True)
class Pair:
    """A text token on a surface token, optionally with a tone's tint between them."""

    text: str
    surface: str
    tint: Tone | None = None

    def ratio(self, tokens: Tokens) -> float:
        """Return the contrast ratio of this pair in one theme."""
        below = tokens.colour(self.surface)
        if self.tint is not None:
            below = tokens.tint_on(self.tint, self.surface)
        return contrast(tokens.colour(self.text), below)


PAIRS: tuple[Pair, ...] = (
    *(Pair(text, surface) for text, surface in product(_STRONG_TEXT, _SURFACES)),
    *(Pair("text_muted", surface) for surface in _QUIET_SURFACES),
    *(Pair(text, surface) for text, surface in product(TONE_TOKEN.values(), _SURFACES)),
    *(
        Pair(text, surface, tone)
        for (tone, text), surface in product(TONE_TOKEN.items(), _TINTED_SURFACES)
    ),
    *(
        Pair(text, surface, tone)
        for text, surface, tone in product(_STRONG_TEXT, _TINTED_SURFACES, Tone)
    ),
    *(Pair(text, surface) for text, surface in product(_SYNTAX, _CODE_SURFACES)),
    *(Pair("text", "input", tone) for tone in Tone),
    *(Pair(text, "input", Tone.ACCENT) for text in ("accent_text", "warning")),
    Pair("text_placeholder", "input"),
    *(Pair(text, "selection") for text in ("text_heading", "text")),
    Pair("on_accent", "accent"),
    Pair("on_accent", "accent_hover"),
    Pair("on_success", "success_fill"),
    Pair("on_success", "success_hover"),
    Pair("on_warning", "warning_fill"),
    Pair("on_warning", "warning_hover"),
)
