"""What a template file may say.

A file is one YAML document with the fields of `SeedTemplate`; its body is the script with
`{{ key }}` where a value belongs. Every placeholder is declared under `parameters`, every value
stands as a whole (`param([string] $Account = {{ account }})`), a script that changes something can
be tried without changing it (`whatif`): `-WhatIf` in PowerShell, elsewhere a parameter `dry_run`.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from core.scripts.model import BODY_LIMIT, FieldType, Language, Parameter

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=100)]
Tag = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=40)]
Cause = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
Category = Literal[
    "identity",
    "network",
    "windows",
    "storage",
    "printing",
    "microsoft-365",
    "remote-access",
    "security",
    "diagnostics",
    "linux",
]


class Part(BaseModel):
    """Immutable, and an unknown key is an error: it is a typing mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SeedParameter(Part):
    """One value that is asked for."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    label: Line
    field_type: FieldType = FieldType.TEXT
    required: bool = True
    default: str = ""
    options: tuple[Line, ...] = ()
    help: Text = ""

    @field_validator("default", mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        """`default: true` and `default: 5` are as good as their texts."""
        if isinstance(value, bool):
            return str(value).lower()
        return str(value) if isinstance(value, (int, float)) else value

    @model_validator(mode="after")
    def _options_fit(self) -> Self:
        if (self.field_type is FieldType.SELECT) != bool(self.options):
            raise ValueError("options belong to a select, and a select needs them")
        if self.field_type is FieldType.SELECT and self.default not in ("", *self.options):
            raise ValueError("the default is none of the options")
        if self.field_type is FieldType.PASSWORD and self.default:
            raise ValueError("a password has no default")
        return self


class SeedTemplate(Part):
    """One template file."""

    name: Line
    slug: Slug
    version: Annotated[int, Field(ge=1)] = 1
    category: Category
    tags: tuple[Tag, ...] = ()
    language: Language
    description: Text = ""
    elevation: Literal["none", "admin"] = "none"
    runs_on: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] = ""
    changes: bool = True
    whatif: bool = False
    playbooks: tuple[Cause, ...] = ()
    verify: tuple[Line, ...] = ()
    undo: tuple[Line, ...] = ()
    parameters: tuple[SeedParameter, ...] = ()
    body: Annotated[str, StringConstraints(min_length=1, max_length=BODY_LIMIT)]

    @property
    def needs_admin(self) -> bool:
        return self.elevation == "admin"

    def row_parameters(self) -> tuple[Parameter, ...]:
        """The parameters as the library keeps them."""
        return tuple(
            Parameter(
                key=each.key,
                label=each.label,
                field_type=each.field_type,
                required=each.required,
                default=each.default,
                options=each.options,
                help=each.help,
            )
            for each in self.parameters
        )
