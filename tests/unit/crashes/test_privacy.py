"""Reports name no person, no client, no computer and no secret."""

from __future__ import annotations

import pytest

from core.crashes.privacy import ReportPrivacy

WINDOWS = ReportPrivacy(r"C:\Users\Jo Doe", "Jo Doe", "JO-LAPTOP", ("Zanzibar Shipping",))
LINUX = ReportPrivacy("/home/jodoe", "jodoe", "jolap")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (r"in C:\Users\Jo Doe\AppData\x.py", r"in ~\AppData\x.py"),
        (r"in c:\users\jo doe\x.py", r"in ~\x.py"),
        (r"OSError('C:\\Users\\Jo Doe\\x')", r"OSError('~\\x')"),
        ("file:///C:/Users/Jo Doe/x", "file:///~/x"),
        ("the mailbox of JO DOE", "the mailbox of [user]"),
        ("host=jo-laptop.example", "host=[computer].example"),
        ("for zanzibar  SHIPPING today", "for [client] today"),
        ("at ZanzibarShipping.example, zanzibar-shipping", "at [client].example, [client]"),
        ("password=hunter2", "password=[redacted]"),
        ("Zanzibar alone and Shippings", "Zanzibar alone and Shippings"),
    ],
)
def test_what_is_taken_out(text: str, cleaned: str) -> None:
    assert WINDOWS.clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("/home/jodoe/.local/x.py", "~/.local/x.py"),
        ("/home/jodoe2/x.py", "/home/jodoe2/x.py"),
        ("jodoe@host", "[user]@host"),
        ("user_jodoe", "user_[user]"),
        ("mjodoes", "mjodoes"),
    ],
)
def test_other_names_stay(text: str, cleaned: str) -> None:
    assert LINUX.clean(text) == cleaned


def test_the_longest_term_goes_first_and_empty_ones_do_nothing() -> None:
    privacy = LINUX.with_terms(["Zan", "", "  ", "Zan Air", "(c)"])
    assert privacy.clean("Zan Air and Zan, nothing else") == "[client] and [client], nothing else"


def test_a_computer_without_names_hides_nothing_by_mistake() -> None:
    assert ReportPrivacy("/", "", "").clean("/etc/hosts of x") == "/etc/hosts of x"
