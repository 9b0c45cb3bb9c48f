"""Links and files that the operating system hands over: read strictly, or refused with words."""

from __future__ import annotations

from uuid import UUID

import pytest

from core.errors import UserError
from core.links import (
    LINK_LIMIT,
    TEXT_LIMIT,
    NewSession,
    OpenScripts,
    OpenSession,
    OpenTemplateFile,
    Request,
    read_request,
    split_arguments,
    split_leftovers,
)

SESSION = "0190a0b0-1234-7abc-8def-0123456789ab"


@pytest.mark.parametrize(
    ("argument", "wanted"),
    [
        (f"flowpilot://session/{SESSION}", OpenSession(UUID(SESSION))),
        (f"FlowPilot://SESSION/{SESSION.upper()}/", OpenSession(UUID(SESSION))),
        ("flowpilot://scripts", OpenScripts()),
        ("flowpilot://scripts/", OpenScripts()),
        ("flowpilot://new", NewSession()),
        ("flowpilot://new?text=No%20network&ticket=T-4711", NewSession("No network", "T-4711")),
        ("flowpilot://new/?text=one%0D%0Atwo+three", NewSession("one\ntwo three")),
        ("flowpilot://new?text=M%C3%BCller", NewSession("Müller")),
        ("/home/me/clear-cache.yaml", OpenTemplateFile("/home/me/clear-cache.yaml")),
        ("C:\\Users\\me\\CLEAR.YML", OpenTemplateFile("C:\\Users\\me\\CLEAR.YML")),
    ],
)
def test_what_is_understood(argument: str, wanted: Request) -> None:
    assert read_request(argument) == wanted


@pytest.mark.parametrize(
    ("argument", "why"),
    [
        ("flowpilot://session/1", "id of the session"),
        (f"flowpilot://session/{SESSION}/run", "id of the session"),
        (f"flowpilot://session/{{{SESSION}}}", "id of the session"),
        (f"flowpilot://session/{SESSION}?run=1", "none belong"),
        (f"flowpilot://session/{SESSION}#x", "behind #"),
        ("flowpilot://run?script=x", "does not name"),
        ("flowpilot:new?text=x", "does not name"),
        ("flowpilot://me@new", "does not name"),
        ("flowpilot://new:80", "does not name"),
        ("flowpilot://[new", "no web-style address"),
        ("flowpilot://new/x", "where it should end"),
        ("flowpilot://new?text=a&text=b", "twice"),
        ("flowpilot://new?send=1", "“send”"),
        ("flowpilot://new?text", "cannot be read"),
        ("flowpilot://new?text=%ff", "cannot be read"),
        ("flowpilot://new?text=%00", "control characters"),
        ("flowpilot://new?text=a%E2%80%AEb", "hidden signs"),
        ("flowpilot://new?ticket=1%0A2", "control characters"),
        (f"flowpilot://new?text={'x' * (TEXT_LIMIT + 1)}", "longer than 4,000"),
        (f"flowpilot://new?ticket={'x' * 51}", "longer than 50"),
        (f"flowpilot://new?text={'x' * LINK_LIMIT}", "longer than 8,000"),
        ("flowpilot://new?text=a --profile x", "spaces"),
        ("https://example.com/new", "no FlowPilot link"),
        ("notes.txt", "no FlowPilot link"),
        ("", "no FlowPilot link"),
        ("a\0.yaml", "no FlowPilot link"),
    ],
)
def test_anything_else_is_refused_with_its_reason(argument: str, why: str) -> None:
    with pytest.raises(UserError) as refused:
        read_request(argument)
    assert why in refused.value.message


def test_a_stranger_s_text_is_shown_short_and_harmless() -> None:
    with pytest.raises(UserError) as refused:
        read_request("x\u202e\n" * 1000)
    assert "\u202e" not in refused.value.message
    assert "\n" not in refused.value.message
    assert len(refused.value.message) < 200


@pytest.mark.parametrize(
    ("arguments", "options", "link"),
    [
        ([], [], ""),
        (["--background"], ["--background"], ""),
        (["flowpilot://new"], [], "flowpilot://new"),
        (["--profile", "d", "FLOWPILOT:x"], ["--profile", "d"], "FLOWPILOT:x"),
        (
            ["flowpilot://new?text=a", "--self-test", "-platformpluginpath", "\\\\evil\\x"],
            [],
            "flowpilot://new?text=a --self-test -platformpluginpath \\\\evil\\x",
        ),
    ],
)
def test_nothing_behind_a_link_is_an_option(
    arguments: list[str], options: list[str], link: str
) -> None:
    assert split_arguments(arguments) == (options, link)


@pytest.mark.parametrize(
    ("leftovers", "for_qt", "file"),
    [
        ([], [], ""),
        (["-platform", "offscreen"], ["-platform", "offscreen"], ""),
        (["-platform", "offscreen", "a.yaml"], ["-platform", "offscreen"], "a.yaml"),
        (["a.yaml"], [], "a.yaml"),
        (["-reverse"], ["-reverse"], ""),
    ],
)
def test_the_file_is_what_stands_alone_at_the_end(
    leftovers: list[str], for_qt: list[str], file: str
) -> None:
    assert split_leftovers(leftovers) == (for_qt, file)
