"""Design tokens: the only place where the application names its colours and measures."""

from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from desktop.theme.colour import is_hex_colour, mix, translucent

TINT_SHARE = 0.10
EDGE_SHARE = 0.35


class ThemeError(ValueError):
    """A token, icon or style sheet placeholder that does not exist: a mistake in our code."""


class Tone(StrEnum):
    """What a coloured piece means; it never says so by colour alone."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"
    INFO = "info"


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """One complete set of colours, each ``#rrggbb``.

    ``accent`` and ``*_fill`` are for solid areas, tints and edges; ``accent_text``, ``success``,
    ``warning``, ``danger`` and ``info`` can be read as text. ``syntax_*`` colour code, and have
    no other meaning.
    Raises ThemeError when a value is not a colour.
    """

    sidebar: str
    page: str
    card: str
    elevated: str
    popup: str
    input: str
    control: str
    control_hover: str
    border: str
    border_hover: str

    text_heading: str
    text: str
    text_secondary: str
    text_muted: str
    text_placeholder: str
    text_disabled: str
    selection: str

    accent: str
    accent_hover: str
    accent_text: str
    on_accent: str

    success: str
    success_fill: str
    success_hover: str
    on_success: str

    warning: str
    warning_fill: str
    warning_hover: str
    on_warning: str

    danger: str
    danger_fill: str

    info: str
    info_fill: str

    syntax_comment: str
    syntax_string: str
    syntax_keyword: str
    syntax_variable: str
    syntax_command: str
    syntax_number: str

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not is_hex_colour(value):
                raise ThemeError(f"Token {name} is {value!r}; it must be a colour like #1a2b3c.")

    def colour(self, name: str) -> str:
        """Return the colour of a token; raises ThemeError for a name that is not a token."""
        if name not in TOKEN_NAMES:
            raise ThemeError(f"There is no token named {name!r}.")
        return str(getattr(self, name))

    def of_tone(self, tone: Tone) -> str:
        """Return the colour in which text and icons of this tone are drawn."""
        return self.colour(TONE_TOKEN[tone])

    def fill_of(self, tone: Tone) -> str:
        """Return the colour of this tone's edges, and of its tint before it is thinned."""
        return self.colour(TONE_FILL[tone])

    def tint_on(self, tone: Tone, surface: str) -> str:
        """Return the opaque colour of this tone's tint on the surface with that token name."""
        return mix(self.fill_of(tone), self.colour(surface), TINT_SHARE)

    def style_values(self) -> dict[str, str]:
        """Return every style sheet placeholder for colours: the tokens, tints and tint edges."""
        values: dict[str, str] = asdict(self)
        for tone in Tone:
            values[f"{tone}_tint"] = translucent(self.fill_of(tone), TINT_SHARE)
            values[f"{tone}_edge"] = translucent(self.fill_of(tone), EDGE_SHARE)
        return values


TOKEN_NAMES = frozenset(field.name for field in fields(Tokens))

TONE_TOKEN: dict[Tone, str] = {
    Tone.NEUTRAL: "text_secondary",
    Tone.ACCENT: "accent_text",
    Tone.SUCCESS: "success",
    Tone.WARNING: "warning",
    Tone.DANGER: "danger",
    Tone.INFO: "info",
}

TONE_FILL: dict[Tone, str] = {
    Tone.NEUTRAL: "text_muted",
    Tone.ACCENT: "accent",
    Tone.SUCCESS: "success_fill",
    Tone.WARNING: "warning_fill",
    Tone.DANGER: "danger_fill",
    Tone.INFO: "info_fill",
}
