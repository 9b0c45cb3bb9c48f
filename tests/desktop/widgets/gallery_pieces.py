"""The smaller pieces of the gallery, with the kind of text they will carry."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QRadioButton, QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.chip import Chip
from desktop.widgets.icon_label import IconLabel
from desktop.widgets.labels import ElidedLabel, TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.section_header import SectionHeader
from desktop.widgets.state_dot import DotShape, StateDot
from desktop.widgets.surfaces import Card, TintPanel
from tests.desktop.widgets.gallery_parts import flowing, holding

PATH = (
    r"C:\Users\anna.lindqvist\AppData\Local\Microsoft\Credentials\DFBE70A7E5CC19A398EBF1B96859CE5D"
)


def type_scale(icons: Icons) -> QWidget:
    texts = [TextLabel(f"{role.value.replace('_', ' ')} 0123", role) for role in TextRole]
    return holding(column(*texts, spacing=4))


def buttons(icons: Icons) -> QWidget:
    return flowing(
        [
            *(Button(icons, variant.value.title(), variant) for variant in ButtonVariant),
            Button(icons, "It worked", ButtonVariant.SUCCESS, icon="check-bold"),
            Button(icons, "Didn't work", ButtonVariant.DANGER, icon="x-bold"),
            Button(icons, "Apply fix", ButtonVariant.WARNING, icon="lightning"),
            Button(icons, "Send", ButtonVariant.PRIMARY, icon="paper-plane-tilt"),
            IconButton(icons, "dots-three", "More"),
            IconButton(icons, "sidebar", "Hide the list", checkable=True),
        ]
    )


def disabled_buttons(icons: Icons) -> QWidget:
    pieces = [Button(icons, v.value.title(), v, icon="check") for v in ButtonVariant]
    for piece in pieces:
        piece.setEnabled(False)
    return flowing(pieces)


def chips(icons: Icons) -> QWidget:
    return flowing(
        [
            *(Chip(icons, tone.value.title(), tone) for tone in Tone),
            Chip(icons, "94 % confidence", Tone.WARNING, icon="sparkle"),
            Chip(icons, "Matches a template", Tone.SUCCESS, icon="check"),
            Chip(icons, "CW #48213", Tone.NEUTRAL, mono=True),
        ]
    )


def dots(icons: Icons) -> QWidget:
    tones = list(Tone)
    return flowing(
        StateDot(icons, shape, shape.value, tones[index % len(tones)])
        for index, shape in enumerate(DotShape)
    )


def fact(icons: Icons, text: str, source: str) -> QWidget:
    card = Card(tone=Tone.ACCENT)
    words = column(WrapLabel(text), TextLabel(source, TextRole.MONO_SMALL), spacing=4)
    words.setContentsMargins(12, 9, 12, 9)
    return holding(words, card)


def facts(icons: Icons) -> QWidget:
    header = SectionHeader(icons, "What we know", count="3 facts")
    header.add_action(IconButton(icons, "plus", "Add a note"))
    return holding(
        column(
            header,
            fact(
                icons,
                "User cannot authenticate to Outlook; repeated 401s from Exchange Online.",
                "promoted 14:02 · from ticket",
            ),
            fact(icons, f"A stale entry exists at {PATH}", "promoted 14:07 · from chat"),
            fact(icons, "Teams + SharePoint work on the same workstation.", "promoted 14:22"),
        )
    )


def banner(icons: Icons) -> QWidget:
    panel = TintPanel(Tone.WARNING)
    caption = row(
        TextLabel("Suggested fix", TextRole.LABEL, tone=Tone.WARNING),
        Chip(icons, "94 % confidence", Tone.WARNING),
        1,
    )
    words = column(
        caption,
        TextLabel("Clear cached credentials + rebuild Outlook profile", TextRole.TITLE),
        WrapLabel(
            "Remove stale Credential Manager entries referencing the prior tenant, then "
            "rebuild the local Outlook profile.",
            TextRole.SECONDARY,
        ),
        spacing=4,
    )
    mark = column(IconLabel(icons, "sparkle", "warning", 20), 1)
    act = column(
        row(
            Button(icons, "Dismiss", ButtonVariant.GHOST),
            Button(icons, "Apply fix", ButtonVariant.WARNING),
        ),
        1,
    )
    layout = row(mark, words, act, spacing=12, margins=(14, 12, 14, 12))
    layout.setStretch(1, 1)
    return holding(layout, panel)


def elided(icons: Icons) -> QWidget:
    return holding(
        row(
            IconLabel(icons, "ticket"),
            ElidedLabel(
                "Outlook won't authenticate after the tenant "
                "migration of Northwind Traders to the new domain last weekend",
                TextRole.STRONG,
            ),
            Chip(icons, "94 %", Tone.WARNING),
        )
    )


def native_fields(icons: Icons) -> QWidget:
    box = QComboBox()
    box.addItems(["ConnectWise", "Autotask", "HaloPSA"])
    field = QLineEdit()
    field.setPlaceholderText("https://api.example.test")
    field.setAccessibleName("Address of the server")
    ticked, plain, radio = (
        QCheckBox("Keep a copy"),
        QCheckBox("Tell the client"),
        QRadioButton("One"),
    )
    ticked.setChecked(True)
    radio.setChecked(True)
    return holding(column(row(box, field), row(ticked, plain, radio, QRadioButton("Two"), 1)))
