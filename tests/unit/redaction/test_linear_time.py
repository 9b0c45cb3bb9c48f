"""No text makes a rule search for ages: time grows with the text, not with its square."""

from __future__ import annotations

from time import process_time

import pytest

from core.redaction.known_secrets import KnownSecrets
from core.redaction.redactor import Redactor
from core.redaction.rule import Rule
from core.redaction.rules import RULES

SMALL, LARGE = 25_000, 200_000
SLOWEST_GROWTH = 4 * LARGE / SMALL
NOISE = 0.2
HOSTILE = (
    *(
        "a",
        " ",
        "\n",
        "-",
        "=",
        '"',
        "\\",
        "$1$",
        "0",
        "4 ",
        "1-",
        "eyJ",
        "eyJaaaaaaaa\n",
        "A",
        "::",
    ),
    *(
        "password ",
        "password: ",
        "password=",
        "password is ",
        "pass",
        "<password",
        "<password>",
        "net use ",
    ),
    *(
        "secret key token ",
        "user a ",
        "snmp-server user ",
        "set ",
        "set a ",
        "echo a",
        "mysql ",
        "curl -u ",
    ),
    *(
        "psexec a ",
        "-----BEGIN PRIVATE KEY-----",
        "Cookie: a=",
        "://a:",
        "x://",
        "user: a/",
        "pin ",
        "mfa ",
    ),
    *(
        "a|b|",
        "User | Password\n",
        "password = @'\n",
        "secret = @'\na\n",
        "enable secret ",
        'key="',
        "| pw ;",
    ),
    *(
        "\tpassword\t",
        "Passwort für ",
        "token ",
        "Private-Lines: 1\n",
        "AAAAA-",
        "DE00 ",
        "ConvertTo-SecureString ",
    ),
    *(
        "-Name Password ",
        "/v Password ",
        "radius key ",
        "neighbor ",
        "neighbor a password ",
        "otpauth://",
        "A\u200b",
    ),
    *(
        "authorization: ",
        "bearer ",
        "schtasks -p ",
        "wpa_passphrase ",
        "code for ",
        "login a ",
        "machine a ",
    ),
)


def seconds(rule: Rule, text: str) -> float:
    lowered = text.lower()
    began = process_time()
    list(rule.spans(text, lowered))
    return process_time() - began


@pytest.mark.parametrize("bit", HOSTILE, ids=repr)
def test_time_grows_with_the_text(bit: str) -> None:
    small, large = (bit * (size // len(bit)) for size in (SMALL, LARGE))
    for rule in RULES:
        few, many = seconds(rule, small), seconds(rule, large)
        assert many <= NOISE + SLOWEST_GROWTH * few, rule.why


def test_looking_for_many_known_secrets_is_linear() -> None:
    secrets = KnownSecrets()
    for number in range(5_000):
        secrets.add(f"secret-{number}-x!")
    small, large = ("secret-1-y! " * (size // 12) for size in (SMALL, LARGE))
    began = process_time()
    list(secrets.spans(small))
    between = process_time()
    list(secrets.spans(large))
    assert process_time() - between <= NOISE + SLOWEST_GROWTH * (between - began)


def test_a_long_history_is_searched_once() -> None:
    redactor = Redactor()
    text = "interface GigabitEthernet0/1\n description uplink password: Summer!7x\n" * 2_000
    began = process_time()
    first = redactor.redact(text)
    between = process_time()
    assert redactor.redact(text) == first
    assert process_time() - between <= between - began
