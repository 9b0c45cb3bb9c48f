"""The script a model drafted for a fix, ready to be used."""

from __future__ import annotations

from dataclasses import replace

from core.scripts.drafted import drafted_script
from core.scripts.model import FieldType
from core.scripts.values import HIDDEN_TEXT, shown_values
from tests.unit.rows import a_fix


def test_a_drafted_password_is_typed_and_never_told() -> None:
    fix = replace(
        a_fix(),
        script_language="powershell",
        drafted_script="Set-It {{ account }} {{ admin_password }}",
        drafted_parameters={"account": "jane.roe", "admin_password": "Winter-Rain-4711"},
    )
    script = drafted_script(fix)

    assert [one.field_type for one in script.parameters] == [FieldType.TEXT, FieldType.PASSWORD]
    assert script.values == {"account": "jane.roe", "admin_password": ""}
    typed = {**script.values, "admin_password": "typed"}
    assert shown_values(script.parameters, typed)["admin_password"] == HIDDEN_TEXT
