"""Style sheet templates: ``${token}`` placeholders filled from tokens, metrics and fonts."""

from collections.abc import Mapping
from string import Template

import resources
from desktop.theme.fonts import Fonts
from desktop.theme.metrics import Metrics
from desktop.theme.sheet_images import SheetImages
from desktop.theme.tokens import TONE_FILL, TONE_TOKEN, ThemeError, Tokens, Tone

_FOLDER = "qss"
# Templates with this ending are filled once for every tone.
_EACH_TONE = "-each-tone.qss"


def template_names() -> list[str]:
    """Return the template files in the order in which they apply."""
    return resources.names(_FOLDER, ".qss")


def placeholders(template_name: str) -> set[str]:
    """Return the placeholder names one template uses."""
    return set(Template(resources.read_text(_FOLDER, template_name)).get_identifiers())


def style_values(
    tokens: Tokens, metrics: Metrics, fonts: Fonts, images: SheetImages
) -> dict[str, str]:
    """Return every value a template may ask for."""
    return (
        tokens.style_values()
        | metrics.style_values()
        | fonts.style_values()
        | images.style_values(tokens)
    )


def tone_values(tone: Tone, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values a template may ask for when it is filled for one tone."""
    return dict(values) | {
        "tone": tone.value,
        "tone_text": values[TONE_TOKEN[tone]],
        "tone_fill": values[TONE_FILL[tone]],
        "tone_tint": values[f"{tone}_tint"],
        "tone_edge": values[f"{tone}_edge"],
    }


def fill(text: str, values: Mapping[str, str], *, origin: str) -> str:
    """Fill the placeholders; raises ThemeError for one that no value answers."""
    try:
        return Template(text).substitute(values)
    except KeyError as missing:
        raise ThemeError(f"{origin} asks for {missing}, which is not a token.") from missing
    except ValueError as broken:
        raise ThemeError(f"{origin} has a broken placeholder: {broken}") from broken


def application_style(values: Mapping[str, str]) -> str:
    """Return the style sheet of the whole application."""
    return "\n".join(_filled(name, values) for name in template_names())


def _filled(name: str, values: Mapping[str, str]) -> str:
    text = resources.read_text(_FOLDER, name)
    if not name.endswith(_EACH_TONE):
        return fill(text, values, origin=name)
    return "\n".join(fill(text, tone_values(tone, values), origin=name) for tone in Tone)
