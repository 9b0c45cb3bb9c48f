"""Draws the code widgets: QT_SCALE_FACTOR=2 python -m tests.desktop.widgets.code.gallery DIR 2

Run it with QT_QPA_PLATFORM=offscreen, once for each scale: Qt reads the factor once.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from desktop.theme.icons import Icons
from desktop.theme.theme import Theme, ThemeChoice
from desktop.theme.tokens import Tone
from desktop.widgets.code.diff import DiffView
from desktop.widgets.code.editor import CodeEditor, CodeMark
from desktop.widgets.code.live_output import LiveOutput
from desktop.widgets.search_field import SearchField
from desktop.widgets.surfaces import Panel, SurfaceKind
from tests.desktop.widgets.hands import inside, press, type_text

POWERSHELL = """<#
.SYNOPSIS
    Unlocks an account.
#>
[CmdletBinding(SupportsShouldProcess)]
param([string] $Account = {{ account }}, [int] $Days = {{ days }})
$user = Get-ADUser -Identity $Account -Properties LockedOut  # 😀 who is it
if ($user.LockedOut -and $Days -gt 3) {
    Unlock-ADAccount -Identity $user
    Write-Output "Unlocked $($user.Name) on ${env:COMPUTERNAME}"
}
Remove-Item C:\\Temp\\* -Recurse -Force
"""
BASH = """#!/usr/bin/env bash
set -euo pipefail
account={{ account }}
cat <<EOF
if this were code it would be coloured
EOF
for name in "$account" 'x'; do
    echo "two
lines $name" # said
done
"""
PYTHON = '''"""Says what
is here."""
import os

account = {{ account }}
for number in range(10):
    print(f"{number} is {account!r}", os.environ["PATH"])  # a comment
'''
MARKS = (
    CodeMark(line=7, column=52, length=9, tone=Tone.INFO, message="Reads the directory."),
    CodeMark(line=9, column=5, length=16, tone=Tone.WARNING, message="Changes an account."),
    CodeMark(line=12, column=1, length=11, tone=Tone.DANGER, message="Deletes everything there."),
)


def sheet(icons: Icons) -> tuple[QWidget, CodeEditor, CodeEditor]:
    """All of them, with an editor that is to have the focus and one that is to search."""
    page = Panel(SurfaceKind.PAGE)
    grid = QGridLayout(page)
    grid.setContentsMargins(20, 20, 20, 20)
    grid.setSpacing(14)
    editors = []
    for text, language in ((POWERSHELL, "powershell"), (BASH, "bash"), (PYTHON, "python")):
        editor = CodeEditor(icons, name="Script")
        editor.set_language(language)
        editor.set_text(text)
        editor.set_parameters(["account"])
        editors.append(editor)
    editors[0].show_marks(MARKS)
    diff, same, output = DiffView(icons), DiffView(icons), LiveOutput(icons, name="Output")
    diff.show_texts(POWERSHELL, POWERSHELL.replace("-gt 3", "-gt 7").replace("-Force", "-WhatIf"))
    for number in range(8):
        output.add_line(f"{number}: Account unlocked")
    output.add_line("Access is denied.", Tone.DANGER)
    output.flush()
    for place, widget in enumerate((*editors, diff, same, output)):
        grid.addWidget(widget, place // 2, place % 2)
    page.resize(1240, 900)
    return page, editors[0], editors[1]


def draw(app: QApplication, folder: Path, scale: str) -> None:
    """Save a picture for each theme; in the last one text is large."""
    for choice, size in (
        (ThemeChoice.DARK, 100),
        (ThemeChoice.LIGHT, 100),
        (ThemeChoice.LIGHT, 150),
    ):
        theme = Theme(choice, text_size=size, reduce_motion=True)
        theme.apply(app)
        page, first, second = sheet(Icons(theme))
        page.show()
        page.activateWindow()
        QTest.qWaitForWindowActive(page)
        second.start_search()
        (search,) = inside(second, SearchField)
        type_text(search, "name")
        press(search, Qt.Key.Key_Return)
        first.source.setFocus()
        first.go_to_line(8, 48)
        press(first.source, Qt.Key.Key_Left)
        page.grab().save(str(folder / f"code-{choice}-{size}-{scale}00.png"))
        page.close()


if __name__ == "__main__":
    draw(QApplication([]), Path(sys.argv[1]), sys.argv[2])
