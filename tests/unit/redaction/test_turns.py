"""A whole request is redacted, and a whole turn restored."""

from __future__ import annotations

from core.copilot.model import (
    ImagePart,
    ModelMessage,
    ModelRequest,
    Speaker,
    SystemBlock,
    TextPart,
)
from core.copilot.turn import ProposedCheck, ProposedFix, ProposedQuestion, Turn
from core.redaction.redactor import Redactor
from core.redaction.turns import redact_request, restore_turn

STATIC = "Ask for the password: <password>; Acme is an example."


def request(*texts: str) -> ModelRequest:
    return ModelRequest(
        model="model",
        system=(SystemBlock(STATIC, cached=True), SystemBlock("Acme, pwd=Winter!25")),
        messages=tuple(ModelMessage(Speaker.USER, (TextPart(text),)) for text in texts),
        max_tokens=100,
    )


def test_every_text_but_the_static_prompt_is_redacted() -> None:
    redactor = Redactor(terms=["Acme"])
    redacted = redact_request(request("Winter!25 at Acme"), redactor)
    assert redacted.system[0].text == STATIC
    assert "Acme" not in redacted.system[1].text + str(redacted.messages)
    assert "Winter!25" not in redacted.system[1].text + str(redacted.messages)


def test_a_secret_of_the_last_message_leaves_the_first_one() -> None:
    redacted = redact_request(request("Sommer!24 fails", "the password: Sommer!24"), Redactor())
    assert "Sommer!24" not in str(redacted.messages)


def test_the_history_is_sent_in_the_same_bytes_again() -> None:
    redactor = Redactor(terms=["Acme"])
    first = redact_request(request("Acme: pwd=Sommer!24"), redactor)
    again = redact_request(
        request("Acme: pwd=Sommer!24", "pwd=Herbst!26"), Redactor(redactor.made, ["Acme"])
    )
    assert again.messages[0] == first.messages[0]
    assert again.system == first.system


def test_a_picture_keeps_its_content_but_not_its_telling_name() -> None:
    picture = ImagePart("image/png", b"\x89PNG", "Acme rack.png")
    sent = ModelRequest(
        model="model",
        system=(),
        messages=(ModelMessage(Speaker.USER, (picture,)),),
        max_tokens=100,
    )
    (part,) = redact_request(sent, Redactor(terms=["Acme"])).messages[0].parts
    assert part == ImagePart("image/png", b"\x89PNG", "REDACTED_TERM_1 rack.png")


def test_every_text_of_a_turn_is_restored() -> None:
    redactor = Redactor(terms=["Acme"])
    token = redactor.redact("Acme")
    turn = Turn(
        prose=f"At {token}",
        questions=(ProposedQuestion(text=f"{token}?", options=(token, "no")),),
        checks=(ProposedCheck(label=token, command=f"ping {token}"),),
        fix=ProposedFix(
            title=token,
            description="",
            confidence=80,
            drafted_script=f"Test-Path {token}",
            drafted_parameters={"hosts": [token], "count": 2},
        ),
    )
    restored = restore_turn(turn, redactor)
    assert token not in str(restored)
    assert restored.fix is not None
    assert restored.fix.drafted_parameters == {"hosts": ["Acme"], "count": 2}
    assert restored.questions[0].options == ("Acme", "no")
