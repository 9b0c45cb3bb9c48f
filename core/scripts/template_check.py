"""A template as it is written: what is wrong with it, and what its script would do."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import UserError
from core.scripts.model import FieldType, Parameter, Value
from core.scripts.placeholders import ProblemKind, TemplateProblem
from core.scripts.preflight.check import check_script
from core.scripts.preflight.findings import Preflight
from core.scripts.rendering import Passwords, render
from core.scripts.template_content import TemplateContent, problems_of


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """problems keep it from being saved, but for doubts about its syntax; preflight tells what its
    script does, None while it cannot be filled in."""

    problems: tuple[TemplateProblem, ...]
    preflight: Preflight | None


def check_template_content(content: TemplateContent) -> TemplateCheck:
    """Look at a template while it is written. Pure; some milliseconds."""
    problems = problems_of(content)
    if any(problem.kind is not ProblemKind.SYNTAX for problem in problems):
        return TemplateCheck(problems, None)
    values = {each.key: _sample(each) for each in content.parameters}
    try:
        text = render(
            content.body,
            content.language,
            content.parameters,
            values,
            passwords=Passwords.HIDDEN,
        )
    except UserError:
        return TemplateCheck(problems, None)
    return TemplateCheck(problems, check_script(text, content.language))


def _sample(parameter: Parameter) -> Value:
    """A value that means nothing, so that what is found is found in the script itself."""
    match parameter.field_type:
        case FieldType.BOOLEAN:
            return False
        case FieldType.NUMBER:
            return "5"
        case FieldType.SELECT:
            return parameter.options[0]
        case FieldType.MULTI_TEXT:
            return ("value",)
        case _:
            return "value"
