"""Makes a fact of an answer or output that did not become one, after a look at it."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject

from desktop.session.fact_review import FactReviewSheet
from desktop.session.flow import SessionFlow, words
from desktop.session.page import SessionPage
from desktop.theme.icons import Icons


class FactReviewActions(QObject):
    """Opens the review; nothing is stored before the engineer keeps it."""

    def __init__(self, icons: Icons, page: SessionPage, flow: SessionFlow) -> None:
        super().__init__(page)
        self._icons = icons
        self._page = page
        self._flow = flow
        page.lane.intents.fact_wanted.connect(self._review)

    def _review(self, item_id: UUID) -> None:
        sheet = FactReviewSheet(self._icons, self._page.window())
        scope, name = self._flow.scope, f"propose fact {item_id}"

        def failed(_: Exception) -> bool:
            sheet.reject()
            return False

        sheet.confirmed.connect(lambda: self._keep(sheet))
        sheet.finished.connect(lambda _: scope.cancel_named(name))
        sheet.open()
        scope.latest(
            name,
            self._flow.core.fact_proposals.propose(item_id),
            done=sheet.show_proposal,
            failed=failed,
        )

    def _keep(self, sheet: FactReviewSheet) -> None:
        proposal, text, summary = sheet.proposal, sheet.text, sheet.summary
        if proposal is None or proposal.candidate is None:
            return
        self._flow.command(
            "keep fact",
            lambda: self._flow.core.fact_proposals.keep(proposal, text, summary),
            done=sheet.settled,
            refused=lambda error: sheet.show_refusal(words(error)),
            once=proposal.source.item_id,
        )
