"""Loads the library: the playbooks the product ships, and the engineer's own.

Imports YAML and pydantic when it is used, not when it is imported; `Shelf` delays it to first use.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from core.errors import Bug
from core.playbooks.document import Document, read_document
from core.playbooks.library import PlaybookLibrary
from core.playbooks.patterns import repeats_a_repeat
from core.playbooks.problem import PlaybookProblem, problems_of

if TYPE_CHECKING:
    from core.playbooks.schema import Playbook

FOLDER = "playbooks"
SUFFIXES = (".yaml", ".yml")
SYNONYMS = "synonyms.yaml"
OWN_FILE_LIMIT = 512 * 1024

Problems = tuple[PlaybookProblem, ...]


def load_library(own_folder: Path | None = None) -> PlaybookLibrary:
    """The shipped playbooks, and the engineer's own from `own_folder`, which need not exist.

    A broken file of the engineer's is reported and left out; one with the id of a shipped playbook
    takes its place.

    Raises:
        Bug: a shipped playbook is broken. `core.playbooks.validate` finds that at build time.
    """
    playbooks: dict[str, Playbook] = {}
    for name in shipped_files():
        found = read_shipped(name)
        if isinstance(found, tuple):
            raise Bug("A shipped playbook is broken.", str(found[0]))
        playbooks[found.id] = found
    problems: list[PlaybookProblem] = []
    own: dict[str, str] = {}
    for path in _own_files(own_folder):
        read = read_own(path)
        if isinstance(read, tuple):
            problems.extend(read)
        elif read.id in own:
            rule = f"'{read.id}' is already the id of {own[read.id]}"
            problems.append(PlaybookProblem(path.name, "id", rule))
        else:
            own[read.id] = path.name
            playbooks[read.id] = read
    return PlaybookLibrary(playbooks.values(), problems, shipped_synonyms(), own=own)


def shipped_files() -> list[str]:
    """The names of the product's playbook files."""
    return [name for name in resources.names(FOLDER, SUFFIXES[0]) if name != SYNONYMS]


def read_shipped(name: str) -> Playbook | Problems:
    """One of the product's playbooks, or all that is wrong with it."""
    return read_playbook(name, resources.folder(FOLDER).joinpath(name).read_bytes())


def shipped_synonyms() -> dict[str, tuple[str, ...]]:
    """Words that mean the same in every playbook: a word of the phrases, and what people say."""
    from pydantic import TypeAdapter

    document = read_document(resources.read_text(FOLDER, SYNONYMS), SYNONYMS)
    if not isinstance(document, Document):
        raise Bug("The shipped synonyms are broken.", str(document[0]))
    return TypeAdapter(dict[str, tuple[str, ...]]).validate_python(document.content)


def read_own(path: Path) -> Playbook | Problems:
    """A file of the engineer's; what cannot be read is a problem like any other."""
    try:
        with path.open("rb") as stream:
            content = stream.read(OWN_FILE_LIMIT + 1)
    except OSError as error:
        rule = f"cannot be read: {error.strerror or error}"
        return (PlaybookProblem(path.name, "document", rule),)
    if len(content) > OWN_FILE_LIMIT:
        rule = f"is larger than {OWN_FILE_LIMIT // 1024} KB"
        return (PlaybookProblem(path.name, "document", rule),)
    return read_playbook(path.name, content)


def read_playbook(file: str, content: bytes) -> Playbook | Problems:
    """One playbook, or everything that is wrong with it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        rule = f"is not UTF-8 text (byte {error.start + 1})"
        return (PlaybookProblem(file, "document", rule),)
    document = read_document(text, file)
    return _validated(document, file) if isinstance(document, Document) else document


def _validated(document: Document, file: str) -> Playbook | Problems:
    from pydantic import ValidationError

    from core.playbooks.schema import Playbook

    try:
        playbook = Playbook.model_validate(document.content)
    except ValidationError as error:
        return problems_of(error, file, document.lines)
    return tuple(_explosive_patterns(playbook, file)) or playbook


def _explosive_patterns(playbook: Playbook, file: str) -> Iterator[PlaybookProblem]:
    for place, observation in enumerate(playbook.observations):
        for number, rule in enumerate(observation.parse):
            for key, pattern in (("match", rule.match), ("unless", rule.unless)):
                if pattern is not None and repeats_a_repeat(pattern):
                    where = f"observations[{place}].parse[{number}].{key}"
                    text = "repeats a part that repeats itself, such as (a+)*; set a limit"
                    yield PlaybookProblem(file, where, text)


def _own_files(folder: Path | None) -> list[Path]:
    if folder is None or not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)
