"""What a connection test found, in words: what works, what does not, and what to do."""

from __future__ import annotations

from core.copilot.endpoint_test import EndpointReport, TestStep
from core.copilot.model import FailureKind
from core.sessions.messages import Rung
from desktop.settings.copilot_test_panel import ConnectionTestLine
from desktop.settings.wording import moment
from desktop.theme.tokens import Tone

_STEPS = {
    TestStep.ANSWER: "Connecting and waiting for the first words…",
    TestStep.PICTURES: "Showing it a picture…",
    TestStep.LONG_PROMPT: "Sending a long prompt…",
}
_FAILURES = {
    FailureKind.OFFLINE: (
        "The server cannot be reached. Check the address, the network and the proxy."
    ),
    FailureKind.PROXY: (
        "The proxy asks for a sign-in. Under Network choose “This one” and write its address, your "
        "user name and your password. Proxies that only take a Windows sign-in cannot be used."
    ),
    FailureKind.TLS: (
        "The server's certificate is not trusted. Sign in to the network if it asks for that; "
        "behind a company's proxy, add its certificate under Network."
    ),
    FailureKind.REFUSED: (
        "The server refused the key. Copy it again from the maker's console, and check that it "
        "may use this model."
    ),
    FailureKind.NOT_FOUND: (
        "The server does not know this model or address. Check the model's name and the address."
    ),
    FailureKind.OVERLOADED: (
        "The server takes no requests at the moment, or your limit there is used up. Test again "
        "in a few minutes."
    ),
    FailureKind.TOO_LONG: (
        "The server takes only very short requests. Give the model a larger context there, or "
        "choose another model."
    ),
    FailureKind.SILENT: (
        "The server said nothing for longer than the time limit. A local model may still be "
        "loading: test again, or allow a longer silence."
    ),
    FailureKind.INTERRUPTED: (
        "The connection was cut in the middle of the answer. Test again; if it stays so, ask who "
        "runs the server or the proxy."
    ),
    FailureKind.INCOMPATIBLE: (
        "What answers there does not speak the Messages API. Check the address, and sign in to "
        "the network if it asks for that."
    ),
    FailureKind.REJECTED: (
        "The server did not accept the request. Check the model's name and the extra headers."
    ),
    FailureKind.SERVER: "The server has a problem of its own. Test again in a few minutes.",
    FailureKind.EMPTY: (
        "The server answered without a word. Choose another model, or look into the server's log."
    ),
}
_LOCAL_OFFLINE = "Nothing answers at this address. Start the server, and check the address."


def step_words(step: TestStep) -> str:
    """What a test does now."""
    return _STEPS[step]


def report_lines(report: EndpointReport, rung: Rung) -> list[ConnectionTestLine]:
    """What is known so far, one line each. What was not reached is left out."""
    if report.failure is not None:
        return [ConnectionTestLine(Tone.DANGER, _failure_words(report, rung)), *_way(report)]
    if not report.answers:
        return []
    lines = [_good(f"{report.model} answers.")]
    if report.first_word_seconds is not None:
        lines.append(_speed(report.first_word_seconds, streams=bool(report.streams)))
    if report.images is not None:
        lines.append(
            _good("It reads pictures.")
            if report.images
            else _weak("It does not read pictures: they are left out of what you ask.")
        )
    if report.long_prompts is not None:
        lines.append(
            _good("It follows long prompts.")
            if report.long_prompts
            else _weak(
                "It loses the thread in long prompts. Give it a context of at least 16,000 tokens "
                "in the server's settings, or choose another model."
            )
        )
    if report.caching is not None:
        lines.append(
            _good("It keeps prompts: what was sent once costs less the next time.")
            if report.caching
            else ConnectionTestLine(
                Tone.NEUTRAL, "It does not say that it keeps prompts; every turn is sent anew."
            )
        )
    return [*lines, *_way(report)]


def when_words(report: EndpointReport) -> str:
    return f"Tested {moment(report.tested_at)} with {report.model}"


def _failure_words(report: EndpointReport, rung: Rung) -> str:
    kind = report.failure or FailureKind.SERVER
    is_near = kind is FailureKind.OFFLINE and rung is Rung.LOCAL
    words = _LOCAL_OFFLINE if is_near else _FAILURES[kind]
    return f"{words} The server said: {report.detail}" if report.detail else words


def _speed(seconds: float, *, streams: bool) -> ConnectionTestLine:
    text = f"First words after {seconds:.1f} seconds."
    if streams:
        return _good(text)
    return _weak(f"{text} The whole answer comes at once, so you will wait without seeing it grow.")


def _way(report: EndpointReport) -> list[ConnectionTestLine]:
    return [ConnectionTestLine(Tone.NEUTRAL, report.way)] if report.way else []


def _good(text: str) -> ConnectionTestLine:
    return ConnectionTestLine(Tone.SUCCESS, text)


def _weak(text: str) -> ConnectionTestLine:
    return ConnectionTestLine(Tone.WARNING, text)
