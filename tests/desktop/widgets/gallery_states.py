"""The larger pieces of the gallery: messages, fields, states and what floats over a page."""

from PySide6.QtWidgets import QWidget

from desktop.theme.icons import Icons
from desktop.theme.tokens import Tone
from desktop.widgets.auto_grow_edit import AutoGrowEdit
from desktop.widgets.buttons import Button, ButtonVariant, IconButton
from desktop.widgets.drawer import Drawer
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.error_panel import ErrorPanel
from desktop.widgets.labels import TextLabel, TextRole, WrapLabel
from desktop.widgets.layouts import column, row
from desktop.widgets.markdown.view import MarkdownView
from desktop.widgets.mono_block import MonoBlock
from desktop.widgets.notice import InlineNotice
from desktop.widgets.option_button import OptionGroup
from desktop.widgets.progress import ProgressStrip, Spinner
from desktop.widgets.search_field import SearchField
from desktop.widgets.section_header import SectionHeader
from desktop.widgets.sheet_dialog import SheetDialog
from desktop.widgets.shortcut_label import ShortcutLabel
from desktop.widgets.slide_panel import SlidePanel
from desktop.widgets.status_chip import StatusChip
from desktop.widgets.surfaces import Card, Panel, SurfaceKind
from desktop.widgets.tab_strip import TabStrip
from desktop.widgets.toasts import ToastStack
from tests.desktop.widgets.gallery_parts import flowing, holding

MARKDOWN = """\
That narrows it to the **Outlook profile**. The cleanest path is to clear those entries and
rebuild the profile; see https://learn.microsoft.com/outlook/troubleshoot.

### Before you start
1. Close Outlook and check `Get-Process OUTLOOK` returns nothing.
2. Remove the stale entries:
   - *Generic* credentials of the old tenant
   - the **MicrosoftOffice16** entries
3. Sign in again.

```powershell
Get-ChildItem HKCU:\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles
cmdkey /list | Select-String 'MicrosoftOffice16_Data'
```

> The client re-authenticates against the current tenant.
> It may ask for MFA once.

| Service | State |
|---|---|
| Teams | works |
| Outlook | 401, `AADSTS50173` |

---
<img src="file:///etc/passwd"> stays text, and ![a picture](https://example.test/p.png) too.
"""

SCRIPT = """\
param([Parameter(Mandatory)][string]$UserPrincipalName)
$entries = cmdkey /list | Select-String 'MicrosoftOffice16_Data:(SSPI|ADAL|ORGID):' -AllMatches
foreach ($entry in $entries) { cmdkey /delete:$($entry.Matches.Value) }"""


def markdown(icons: Icons) -> QWidget:
    card = Card()
    return holding(column(MarkdownView(icons, MARKDOWN), margins=(14, 12, 14, 12)), card)


def code(icons: Icons) -> QWidget:
    return MonoBlock(icons, SCRIPT, name="Script")


def composer(icons: Icons) -> QWidget:
    panel = Panel(SurfaceKind.INPUT)
    edit = AutoGrowEdit(
        "Message",
        placeholder="Ask a follow-up, paste an error, drop a screenshot…",
        enter_submits=True,
        framed=False,
    )
    attach = IconButton(icons, "paperclip", "Attach a file")
    send = Button(icons, "Send", ButtonVariant.PRIMARY, icon="paper-plane-tilt")
    return holding(row(attach, edit, send, margins=(8, 6, 6, 6)), panel)


def fields(icons: Icons) -> QWidget:
    grown = AutoGrowEdit("Note", max_lines=4)
    grown.set_text(
        "First line\nSecond line\nThird line that is long enough to be wrapped by this box"
    )
    refused = AutoGrowEdit("Note", placeholder="What are you waiting on?")
    refused.set_invalid(True)
    return holding(column(SearchField(icons, "Search sessions"), grown, refused))


def question(icons: Icons) -> QWidget:
    card = Card()
    options = OptionGroup(icons, "Which services fail?")
    options.set_options(
        [
            "Only Outlook",
            "Everything in Microsoft 365",
            "Not sure",
            "Outlook on this computer, while the same account works on another one",
        ],
        selected=0,
    )
    buttons = row(1, Button(icons, "Skip", ButtonVariant.GHOST), Button(icons, "Answer"))
    words = WrapLabel("Does the user reach other Microsoft 365 services from this computer?")
    header = SectionHeader(icons, "Questions", tone=Tone.WARNING, count="2 unanswered")
    body = holding(column(words, options, buttons, margins=(12, 10, 12, 8)), card)
    return holding(column(header, body))


def notices(icons: Icons) -> QWidget:
    return holding(
        column(
            InlineNotice(
                icons, Tone.INFO, "Offline: the built-in playbooks answer.", closable=True
            ),
            InlineNotice(
                icons,
                Tone.WARNING,
                "The ticket was changed by somebody else while you wrote. Your note is kept.",
                action="Compare",
            ),
            InlineNotice(icons, Tone.SUCCESS, "Posted to CW #48213 and read back."),
            InlineNotice(icons, Tone.DANGER, "2 writes need attention.", action="Open"),
        )
    )


def error(icons: Icons) -> QWidget:
    panel = ErrorPanel(icons)
    panel.show_problem(
        "The note could not be posted",
        "ConnectWise refused the status change; the note itself is in the ticket.",
        "Choose another status, or set it in ConnectWise and press Try again.",
        details="HTTP 400",
        retry="Try again",
    )
    return panel


def empty(icons: Icons) -> QWidget:
    return holding(
        column(
            EmptyState(
                icons,
                "list-checks",
                "No questions yet",
                "They appear here as the conversation goes on.",
                action="Ask one yourself",
            )
        ),
        Card(),
    )


def progress(icons: Icons) -> QWidget:
    strip = ProgressStrip(icons, "Exporting the session")
    strip.show_progress("Exporting the session", 3, 8)
    return holding(
        column(
            ProgressStrip(icons, "Asking the local model"),
            strip,
            row(Spinner(icons), TextLabel("Thinking…", TextRole.SECONDARY), 1),
        )
    )


def navigation(icons: Icons) -> QWidget:
    tabs = TabStrip("Sessions")
    for key, title, count in (("a", "Active", "3"), ("r", "Recent", ""), ("w", "Waiting", "2")):
        tabs.add_tab(key, title, count=count)
    keys = flowing([ShortcutLabel("Ctrl+K"), ShortcutLabel("Ctrl+Shift+F"), ShortcutLabel("F6")])
    return holding(column(tabs, row(TextLabel("Command palette"), 1, keys)))


def status_bar(icons: Icons) -> QWidget:
    return holding(
        row(
            StatusChip(icons, "Synced", icon="cloud-check", tone=Tone.SUCCESS),
            StatusChip(icons, "Offline (3 waiting)", icon="cloud-slash", tone=Tone.WARNING),
            StatusChip(icons, "Needs attention", icon="warning", tone=Tone.DANGER),
            1,
            margins=(6, 4, 6, 4),
            spacing=2,
        ),
        Panel(SurfaceKind.SIDEBAR),
    )


def toasts(icons: Icons) -> QWidget:
    host = Panel(SurfaceKind.SIDEBAR)
    host.setMinimumHeight(170)
    stack = ToastStack(icons, host)
    for _ in range(3):
        stack.show_toast("Question dismissed", action="Undo")
    stack.show_toast("The note was copied to the clipboard.", Tone.SUCCESS)
    return host


def sliding(icons: Icons) -> QWidget:
    panel = SlidePanel(icons.theme)
    panel.set_content(InlineNotice(icons, Tone.ACCENT, "A panel that slid into its place."))
    panel.open_panel()
    return panel


def drawer(icons: Icons) -> QWidget:
    return _with_drawer(icons, is_open=False)


def open_drawer(icons: Icons) -> QWidget:
    return _with_drawer(icons, is_open=True)


def _with_drawer(icons: Icons, *, is_open: bool) -> QWidget:
    host = Panel(SurfaceKind.SIDEBAR)
    host.setMinimumHeight(150)
    drawer = Drawer(icons, host, "Tasks")
    drawer.set_content(WrapLabel("The task lane moves in here when the window is narrow."))
    drawer.set_badge("● 2")
    drawer.set_open(is_open)
    return host


def dialog(icons: Icons) -> QWidget:
    sheet = SheetDialog(
        icons,
        "Discard this draft?",
        text="The script has not been saved as a template. The session keeps its copy.",
        confirm="Discard",
        variant=ButtonVariant.DANGER,
    )
    sheet.body.addWidget(AutoGrowEdit("Reason", placeholder="Why? (optional)", min_lines=2))
    holder = QWidget()
    holder.setLayout(column(sheet))
    return holder
