"""Templates as files: one YAML file each, in the form that seeds have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from core.errors import AppError, EnvironmentProblem, UserError
from core.files import write_atomically
from core.ids import new_id
from core.scripts.model import Parameter, ScriptTemplate, TemplateOrigin
from core.scripts.seeding import seed_content
from core.scripts.template_content import TemplateContent, content_of
from core.scripts.template_service import TemplateService

FILE_LIMIT = 1024 * 1024
"""Bytes; a longer file is no template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What came of the files. `refused` names each that was not taken, and why."""

    created: int
    updated: int
    unchanged: int
    refused: tuple[tuple[str, str], ...]
    template_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenTemplate:
    """What is in a file, before anything is taken from it.

    replaces  the name of the template that it becomes a new version of; empty: it is new
    """

    file_name: str
    slug: str
    content: TemplateContent
    replaces: str


class TemplateExchange:
    """Reads and writes files of templates."""

    def __init__(self, templates: TemplateService) -> None:
        self._templates = templates

    def export_to(self, folder: Path, template_ids: Sequence[UUID] | None) -> tuple[Path, ...]:
        """Write these templates, or all of them, as `<slug>.yaml` into a folder.

        Raises:
            EnvironmentProblem: the folder cannot be written.
        """
        wanted = [
            entry.template
            for entry in self._templates.library()
            if template_ids is None or entry.template.id in template_ids
        ]
        return tuple(_write(folder, template) for template in wanted)

    def import_from(self, paths: Iterable[Path]) -> ImportResult:
        """Read templates from files, and from the files of folders.

        A template of the same slug becomes a new version. A file that is not understood is left
        out and named; the others are taken.
        """
        counted = {"created": 0, "updated": 0, "unchanged": 0}
        refused: list[tuple[str, str]] = []
        taken: list[UUID] = []
        for path in _files(paths):
            try:
                template_id, what = self._take(*read_template(_read(path), path.name))
            except AppError as error:
                refused.append((path.name, " ".join(filter(None, (error.title, error.message)))))
            else:
                counted[what] += 1
                taken.append(template_id)
        return ImportResult(**counted, refused=tuple(refused), template_ids=tuple(taken))

    def look_into(self, path: Path) -> SeenTemplate:
        """Read a file without taking anything from it.

        Raises:
            UserError, EnvironmentProblem: it cannot be read or is no template.
        """
        slug, content = read_template(_read(path), path.name)
        known = self._templates.with_slug(slug)
        return SeenTemplate(
            file_name=path.name,
            slug=slug,
            content=content,
            replaces="" if known is None else known.name,
        )

    def import_seen(self, seen: SeenTemplate) -> ImportResult:
        """Take exactly what was seen, whatever is in the file by now.

        Raises:
            UserError: the content is not allowed in the library.
        """
        template_id, what = self._take(seen.slug, seen.content)
        counted = {"created": 0, "updated": 0, "unchanged": 0, what: 1}
        return ImportResult(**counted, refused=(), template_ids=(template_id,))

    def _take(self, slug: str, content: TemplateContent) -> tuple[UUID, str]:
        known = self._templates.with_slug(slug)
        if known is None:
            template_id = new_id()
            self._templates.create(
                content, template_id=template_id, origin=TemplateOrigin.IMPORTED, slug=slug
            )
            return template_id, "created"
        before = known.version, known.tags
        self._templates.save(known.id, content)
        after = self._templates.details(known.id).entry.template
        return known.id, "unchanged" if before == (after.version, after.tags) else "updated"


def export_text(template: ScriptTemplate) -> str:
    """A template as the text of a file."""
    import yaml

    content = content_of(template)
    told: dict[str, Any] = {
        "name": content.name,
        "slug": template.slug,
        "version": template.version,
        "category": content.category,
        "tags": list(content.tags),
        "language": content.language.value,
        "description": content.description,
        "elevation": "admin" if content.needs_admin else "none",
        "runs_on": content.runs_on,
        "changes": content.changes,
        "whatif": content.dry_run,
        "playbooks": list(template.causes),
        "verify": list(content.verify),
        "undo": list(content.undo),
        "parameters": [_parameter(parameter) for parameter in content.parameters],
        "body": content.body,
    }
    return yaml.dump(told, Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=100)


def read_template(text: str, name: str) -> tuple[str, TemplateContent]:
    """The slug and the content of a file.

    Raises:
        UserError: it is no template; the words say where and why.
    """
    from core.scripts.seeds import parse_template

    seed = parse_template(text, name)
    return seed.slug, seed_content(seed)


def _parameter(parameter: Parameter) -> dict[str, object]:
    told = asdict(parameter)
    return {**told, "field_type": parameter.field_type.value, "options": list(parameter.options)}


def _write(folder: Path, template: ScriptTemplate) -> Path:
    path = folder / f"{template.slug}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, export_text(template).encode(), mode=0o644)
    except OSError as error:
        raise EnvironmentProblem(
            "The template cannot be written.", f"{path}: {error.strerror}."
        ) from error
    return path


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise UserError("The file is too large for a template.")
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise EnvironmentProblem("It cannot be read.", f"{error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UserError("It is not a text in UTF-8.") from error


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(one for one in path.rglob("*") if one.suffix in (".yaml", ".yml"))
        else:
            files.append(path)
    return files


def _dumper() -> type[Any]:
    """Writes texts of several lines as blocks, so that a script stays readable in the file."""
    import yaml

    class BlockDumper(yaml.SafeDumper):
        pass

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    BlockDumper.add_representer(str, text)
    return BlockDumper
