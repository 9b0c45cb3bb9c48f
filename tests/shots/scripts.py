"""The scripts page: the library, a template from every side, builders and drafts."""

from __future__ import annotations

from dataclasses import replace

from core.ids import new_id
from core.scripts.draft_service import propose_draft
from core.scripts.model import FieldType, Language, Parameter
from core.scripts.template_content import TemplateContent
from core.settings.definitions import LOCAL_BASE_URL, LOCAL_MODEL_STANDARD
from desktop.main_window import SCRIPTS
from desktop.scripts.scripts_page import ScriptsTab
from desktop.scripts.template_view import TemplateTab
from tests.desktop.widgets.hands import type_text
from tests.fakes.model_server import ModelServer
from tests.shots.script_stage import DRAFTED, ScriptStage
from tests.shots.stage import Stage

_BODY = """\
queue={{ queue }}
days={{ days }}
dry_run={{ dry_run }}
# Old jobs only: somebody may be printing.
find /var/spool/cups -name "d*" -mtime "+$days" | while read -r job; do
    if [ "$dry_run" = true ]; then
        echo "would remove $job of $queue"
    else
        rm -f "$job"
    fi
done
"""
_CLEAR = TemplateContent(
    name="Clear old jobs of a CUPS queue",
    category="printing",
    language=Language.BASH,
    description="Removes print jobs that are older than some days. The queue keeps printing.",
    body=_BODY,
    parameters=(
        Parameter(key="queue", label="Queue", help="As lpstat shows it."),
        Parameter(
            key="days", label="Older than, in days", field_type=FieldType.NUMBER, default="2"
        ),
        Parameter(key="dry_run", label="Only try", field_type=FieldType.BOOLEAN, default="true"),
    ),
    tags=("cups", "spooler"),
    runs_on="print server",
    dry_run=True,
    verify=("Print a test page from the affected PC.",),
    undo=("Removed jobs cannot be brought back: print them again.",),
)
_ANSWER = """\
It stops the spooler, removes what waits, and starts it again. I assumed CUPS.

```bash
set -euo pipefail
systemctl stop cups
find /var/spool/cups -type f -name 'd*' -delete
systemctl start cups
lpstat -p
```
"""


class ScriptsPlay:
    """Goes through the page from left to right."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._hands = ScriptStage(stage)

    async def play(self) -> None:
        stage = self._stage
        await stage.keep(stage.app.core.scripts().templates.take_in_seeds)
        stage.app.shell.show_page(SCRIPTS)
        await stage.rest()
        await self._library()
        await self._template()
        await self._write()
        await self._builder()
        await self._drafts()

    async def _library(self) -> None:
        stage, library = self._stage, self._hands.page.library
        await stage.see("script-library")
        await stage.search(library.search, "no template has these words")
        await stage.see("script-library-nothing-found")
        await stage.click("Clear the filters", library)

    async def _template(self) -> None:
        stage, hands, page = self._stage, self._hands, self._hands.page
        templates = stage.app.core.scripts().templates
        template_id = new_id()
        await stage.keep(lambda: templates.create(_CLEAR, template_id=template_id))
        await stage.keep(lambda: templates.set_favourite(template_id, True))
        changed = replace(_CLEAR, body=_BODY.replace('rm -f "$job"', 'cancel -x "$job"'))
        await stage.keep(lambda: templates.save(template_id, changed))
        await hands.choose(_CLEAR.name, page.library.list)
        await stage.see("template")
        await stage.click("Run on this laptop…", page)
        await stage.see("template-value-missing")
        type_text(hands.line("Queue"), "front-desk; rm -rf /")
        await stage.click("Run on this laptop…", page)
        await stage.see("template-preview")
        for tab in (TemplateTab.SCRIPT, TemplateTab.HISTORY):
            page.template.tabs.set_current(tab)
            await stage.see(f"template-{tab}")
        page.template.tabs.set_current(TemplateTab.USE)

    async def _write(self) -> None:
        stage, page = self._stage, self._hands.page
        await stage.click("Edit", page.template.head)
        page.editor.body.replace_text(f'{_BODY}echo "{{{{ server }}}}"\n')
        await stage.hands.wait("a problem to be found", page.editor.declare.isVisible)
        await stage.see("template-editor")
        bar = page.editor.reading.verticalScrollBar()
        for place, name in ((bar.maximum() // 2, "middle"), (bar.maximum(), "end")):
            bar.setValue(place)
            await stage.see(f"template-editor-{name}")
        await stage.click("Cancel", page.editor)

    async def _builder(self) -> None:
        stage, page = self._stage, self._hands.page
        page.tabs.set_current(ScriptsTab.BUILDERS)
        await stage.see("no-builders")
        await stage.click("New script builder", page)
        await stage.see("builder-without-model")
        with ModelServer() as server:
            core = stage.app.core
            core.settings.write(LOCAL_BASE_URL, server.url)
            core.settings.write(LOCAL_MODEL_STANDARD, "qwen3:8b")
            core.connections.refresh()
            await stage.click("New script builder", page)
            await stage.see("builder")
            name = "Message to the copilot about the script"
            await stage.hands.write(name, "Clear the print queue of this laptop", page)
            server.answer(_ANSWER)
            await stage.click("Send", page)
            await self._hands.until_there("Put it into the editor")
            await stage.rest()
            await stage.see("builder-answered")
            await stage.click("Put it into the editor", page)
        page.builder.language.setCurrentIndex(page.builder.language.findData(Language.BASH))
        await stage.rest()
        await stage.see("builder-editor")
        page.builder.editor.start_search()
        await stage.see("builder-editor-search")
        await stage.click("Check and run…", page)
        await stage.see("builder-run")

    async def _drafts(self) -> None:
        stage, hands, page = self._stage, self._hands, self._hands.page
        core = stage.app.core
        page.tabs.set_current(ScriptsTab.DRAFTS)
        await stage.see("no-drafts")
        fix = await hands.given_fix()

        def propose() -> None:
            with core.database.work() as work:
                body = DRAFTED.replace("'srv-print-07'", "{{ queue }}")
                parameters = (Parameter(key="queue", label="Queue"),)
                propose_draft(work, fix, body, parameters, core.clock.now())

        await stage.keep(propose)
        stage.app.shell.show_page(SCRIPTS)
        await stage.rest()
        await hands.choose(fix.title, page.drafts.list)
        await stage.see("draft")
        await stage.click("Reject", page)
