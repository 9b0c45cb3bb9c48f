"""Passwords nobody thought of, in the formats we know."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.redaction.redactor import Redactor
from core.redaction.words import is_value

BARE = (
    "enable secret 5 {}",
    "enable password 7 {}",
    "username bob privilege 15 secret 0 {}",
    "snmp-server community {} RO",
    "crypto isakmp key {} address 203.0.113.7",
    " ikev1 pre-shared-key {}",
    "tacacs-server host 10.0.0.1 key {}",
    "radius-server key 7 {}",
    "wpa_passphrase={}",
    " wpa-psk ascii 0 {}",
    "        set psksecret ENC {}",
    "        set password ENC {}",
    "cmdkey /add:srv /user:bob /pass:{}",
    "net use Z: \\\\srv\\x {} /user:bob",
    "schtasks /create /tn t /ru bob /rp {} /f",
    "psexec \\\\pc -u bob -p {} cmd",
    "    Key Content            : {}",
    "    DefaultPassword    REG_SZ    {}",
    "Set-Thing -Password {} -Force",
    "Server=s;Database=d;User Id=u;Password={};Encrypt=true",
    "password: {}",
    "Passwort: {}",
    "Mot de passe : {}",
    "DB_PASSWORD={}",
    "the temporary password is {}",
    "Das Kennwort lautet {}",
    "| anna | {} | user |",
)
QUOTED = (
    'ConvertTo-SecureString "{}" -AsPlainText -Force',
    "$password = '{}'",
    '"password": "{}"',
    '  password: "{}"',
    'set snmp community "{}"',
    "New-Thing -Password '{}'",
    '<add key="SmtpPassword" value="{}" />',
    '        set psksecret "{}"',
    'net use * \\\\srv\\x "{}" /user:bob',
)
ODD = "!#%*+-.:?@^_~=,$&"
letters = string.ascii_letters + string.digits
bare = st.builds(
    lambda head, middle, tail: f"{head}{middle}{tail}7x",
    st.sampled_from(string.ascii_letters),
    st.text(letters + ODD.replace("&", "").replace(",", ""), min_size=4, max_size=20),
    st.sampled_from("!#%?+"),
)
quoted = st.builds(
    lambda head, middle: f"{head}{middle}7!x",
    st.sampled_from(letters),
    st.text(letters + ODD.replace("$", "") + " /;|(){}[]", min_size=4, max_size=24),
)


@pytest.mark.parametrize("written", BARE)
@given(password=bare)
def test_a_bare_password_is_found(written: str, password: str) -> None:
    assume(is_value(password))
    heading = "| User | Password | Role |\n|---|---|---|\n" if written.startswith("|") else ""
    line = heading + written.format(password)
    redacted = Redactor().redact(f"before\n{line}\nafter")
    assert password not in redacted
    assert password[2:-1] not in redacted


@pytest.mark.parametrize("written", QUOTED)
@given(password=quoted)
def test_a_quoted_password_is_found(written: str, password: str) -> None:
    assume(is_value(password))
    redacted = Redactor().redact(f"before\n{written.format(password)}\nafter")
    assert password[2:-1] not in redacted
