"""One word for the network, one sentence for each thing that is watched."""

from __future__ import annotations

import pytest

from desktop.connectivity_status import internet_view, status_view
from desktop.theme.tokens import Tone
from sync.connectivity import Connectivity, Reach

_NONE, _YES, _NO = Reach.NOT_CONFIGURED, Reach.REACHABLE, Reach.UNREACHABLE


@pytest.mark.parametrize(
    ("found", "text", "tone"),
    [
        (Connectivity(), "Works offline", Tone.NEUTRAL),
        (Connectivity(_YES), "Online", Tone.SUCCESS),
        (Connectivity(_YES, _YES), "Online", Tone.SUCCESS),
        (Connectivity(_YES, _NO), "Cloud model unreachable", Tone.WARNING),
        (Connectivity(_NO, _NO), "Offline", Tone.WARNING),
        (Connectivity(_NO, _NO, _YES), "Offline", Tone.WARNING),
        (Connectivity(_NONE, _YES), "Cloud model reachable", Tone.SUCCESS),
        (Connectivity(_NONE, Reach.UNKNOWN), "Looking for the cloud model", Tone.NEUTRAL),
        (Connectivity(_NONE, Reach.PORTAL), "Sign-in page", Tone.WARNING),
        (Connectivity(_NONE, _NONE, _YES), "Local model reachable", Tone.SUCCESS),
        (Connectivity(_NONE, _YES, _NO), "Local model unreachable", Tone.WARNING),
        (Connectivity(_NONE, _NO, _YES), "Cloud model unreachable", Tone.WARNING),
    ],
)
def test_what_is_wrong_comes_first(found: Connectivity, text: str, tone: Tone) -> None:
    view = status_view(found)
    assert (view.text, view.tone) == (text, tone)
    assert "{" not in view.explanation + view.icon


def test_everything_that_is_watched_is_told_and_nothing_else() -> None:
    told = status_view(Connectivity(_NONE, _NO, _YES)).explanation
    assert "cloud model’s address does not answer" in told
    assert "local model’s address answers" in told
    assert "Playbooks always answer" in told
    assert "check" not in told
    assert "model" not in internet_view(Connectivity(_YES, _NO)).explanation
