"""The templates that come with FlowPilot, and reading any template file (see `seed_schema`).

Loads YAML and pydantic when it is used, not when it is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import resources
from core.errors import Bug, UserError
from core.playbooks.document import Document, read_document
from core.playbooks.problem import PlaybookProblem, problems_of

if TYPE_CHECKING:
    from core.scripts.seed_schema import SeedTemplate

FOLDER = "scripts"
SUFFIX = ".yaml"
_TOLD = 3


def load_seeds() -> tuple[SeedTemplate, ...]:
    """Every template that comes with FlowPilot, by slug.

    Raises:
        Bug: one of them is broken.
    """
    seeds: list[SeedTemplate] = []
    for category, name in seed_files():
        text = resources.folder(FOLDER).joinpath(category, name).read_text("utf-8")
        try:
            seeds.append(parse_template(text, name))
        except UserError as error:
            raise Bug("A shipped script template is broken.", error.message) from error
    return tuple(sorted(seeds, key=lambda seed: seed.slug))


def seed_files() -> tuple[tuple[str, str], ...]:
    """Folder and name of every file, in order."""
    return tuple(
        (category.name, file.name)
        for category in sorted(resources.folder(FOLDER).iterdir(), key=lambda one: one.name)
        if category.is_dir() and not category.name.startswith("_")
        for file in sorted(category.iterdir(), key=lambda one: one.name)
        if file.name.endswith(SUFFIX)
    )


def parse_template(text: str, name: str) -> SeedTemplate:
    """One template file.

    Raises:
        UserError: it is no template; the message says where and why.
    """
    from pydantic import ValidationError

    from core.scripts.seed_schema import SeedTemplate

    document = read_document(text, name)
    if not isinstance(document, Document):
        raise _refused(document)
    try:
        return SeedTemplate.model_validate(document.content)
    except ValidationError as error:
        raise _refused(problems_of(error, name, document.lines)) from error


def _refused(problems: tuple[PlaybookProblem, ...]) -> UserError:
    told = " ".join(f"{problem}." for problem in problems[:_TOLD])
    more = len(problems) - _TOLD
    return UserError(
        "This is no script template.", told + (f" And {more} more." if more > 0 else "")
    )
