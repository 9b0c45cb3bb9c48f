"""From a concrete script to a template: conservative, and never another script."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from core.scripts.extraction import PARAMETERS_LIMIT, Extracted, ProposedParameter, extract
from core.scripts.known_literals import literals
from core.scripts.model import Language
from core.scripts.rendering import render

POWERSHELL = """# unlock jane.roe
Unlock-ADAccount -Identity jane.roe
$u = Get-ADUser -Identity "jane.roe" -Server dc-7.tailspin.example
Copy-Item "\\\\files-2\\share\\jane.roe\\a.txt" "C:\\Temp\\out"
"""


def again(found: Extracted, language: Language) -> str:
    return render(found.body, language, found.parameters, dict(found.values or {}))


def keys(found: Extracted) -> list[str]:
    return [parameter.key for parameter in found.parameters]


def test_the_same_text_everywhere_is_one_parameter() -> None:
    found = extract(POWERSHELL, Language.POWERSHELL, {})
    assert keys(found)[:2] == ["account", "computer"]
    assert found.body.count("{{ account }}") == 3
    assert "# unlock jane.roe" in found.body  # a comment cannot hold a value
    assert again(found, Language.POWERSHELL) == POWERSHELL


def test_a_text_is_asked_for_at_all_of_its_places_or_at_none() -> None:
    script = "Disable-ADAccount -Identity jane.roe\nMove-ADObject -Identity 'jane.roe'\n"
    assert extract(script, Language.POWERSHELL, {}).body == script


def test_a_secret_is_no_parameter() -> None:
    script = 'net user jane "Winter-Rain-4711"\n'
    proposed = {"new_password": "Winter-Rain-4711"}
    assert extract(script, Language.POWERSHELL, proposed).body == script


@pytest.mark.parametrize(
    ("script", "language", "body"),
    [
        ("ping -c1 10.1.2.3\n", Language.BASH, "ping -c1 {{ address }}\n"),
        ("ping '10.1.2.3'\n", Language.BASH, "ping '{{ address }}'\n"),
        ('mail "a.b@tailspin.example"\n', Language.BASH, 'mail "{{ mail }}"\n'),
        ('host = "10.1.2.3"\n', Language.PYTHON, "host = {{ address }}\n"),
        ("ping 127.0.0.1\n", Language.BASH, "ping 127.0.0.1\n"),
        ("mask 255.255.255.0\n", Language.BASH, "mask 255.255.255.0\n"),
        ("cat <<EOF\n10.1.2.3\nEOF\n", Language.BASH, "cat <<EOF\n10.1.2.3\nEOF\n"),
        ("echo {{ already }} 10.1.2.3", Language.BASH, "echo {{ already }} 10.1.2.3"),
        ('Get-Item "C:\\Windows\\Temp"', Language.POWERSHELL, 'Get-Item "C:\\Windows\\Temp"'),
        ("10.1.2.3", Language.POWERSHELL, "10.1.2.3"),
        ("", Language.POWERSHELL, ""),
    ],
)
def test_what_is_taken_and_what_is_left(script: str, language: Language, body: str) -> None:
    assert extract(script, language, {}).body == body


@pytest.mark.parametrize(
    ("proposed", "expected"),
    [
        ({"UserName": "jane.roe"}, ["user_name"]),
        ({"user": {"value": "jane.roe", "field_type": "text"}}, ["user"]),
        ({"1st": "jane.roe"}, ["value_1st"]),
        ({"nothing": "not in the script"}, []),
        ({"a": "e"}, []),
    ],
)
def test_what_is_proposed_goes_before_what_is_found(
    proposed: Mapping[str, object], expected: list[str]
) -> None:
    found = extract(POWERSHELL, Language.POWERSHELL, proposed)
    assert keys(found) == expected
    assert again(found, Language.POWERSHELL) == POWERSHELL


def test_there_are_not_too_many() -> None:
    script = "\n".join(f"ping 10.0.0.{number}" for number in range(1, 30))
    found = extract(script, Language.BASH, {})
    assert len(found.parameters) == PARAMETERS_LIMIT
    assert keys(found)[:2] == ["address", "address_2"]
    assert again(found, Language.BASH) == script


def test_a_label_and_help_are_kept() -> None:
    named = ProposedParameter("host", "10.1.2.3", "Gateway", "Its address.")
    (parameter,) = extract("ping 10.1.2.3", Language.BASH, [named]).parameters
    assert (parameter.label, parameter.help) == ("Gateway", "Its address.")


def test_kinds_of_literals() -> None:
    text = (
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301 a@b.example -Mailbox x.y -ComputerName pc-9"
        ' "\\\\files\\public" D:\\data\\log.txt 10.2.3.4'
    )
    assert [one.key for one in literals(text)] == [
        "guid",
        "mail",
        "account",
        "computer",
        "share",
        "path",
        "address",
    ]
