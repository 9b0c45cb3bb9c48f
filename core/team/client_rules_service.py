"""The account's rules about its clients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from core.clock import Clock
from core.db.database import Database, Work
from core.errors import Conflict, UserError
from core.events import Aggregate, Changes
from core.ids import new_id
from core.sessions.session import one_line
from core.team.client_rules import (
    NAME_LIMIT,
    TERM_LEAST,
    TERM_LIMIT,
    TERMS_LIMIT,
    ClientRules,
    ModelPolicy,
)


class ClientRulesService:
    """Reads and changes rules. A client without rules may be shown to every model."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> list[ClientRules]:
        """Every client with rules, by name."""
        with self._database.work() as work:
            return work.client_rules.all()

    def of(self, client_name: str) -> ClientRules | None:
        """The rules of a client, whatever the case its name is written in."""
        with self._database.work() as work:
            return work.client_rules.of_client(one_line(client_name))

    def known_clients(self) -> list[str]:
        """The clients that sessions name, each once, the one last worked for first."""
        with self._database.work() as work:
            names = [session.client_name for session in work.sessions.overview()]
        known: dict[str, str] = {}
        for name in filter(None, names):
            known.setdefault(name.casefold(), name)
        return list(known.values())

    def names_and_terms(self) -> frozenset[str]:
        """Every name of a client or a contact and every term, of deleted rows too."""
        with self._database.work() as work:
            sessions, rules = work.sessions.where(), work.client_rules.where()
        names = {name for one in sessions for name in (one.client_name, one.contact_name)}
        terms = {term for one in rules for term in (one.client_name, *one.terms)}
        return frozenset(filter(None, names | terms))

    def save(
        self,
        client_name: str,
        policy: ModelPolicy,
        terms: Sequence[str],
        rules_id: UUID | None = None,
    ) -> Changes:
        """Store rules: new ones, or in place of those with `rules_id`, deleted or not.

        terms  one per line as they were written; empty ones and repetitions are dropped

        Raises:
            UserError: the name or a term is not allowed; `field` says which of the two, and the
                words name the term's line. Nothing is changed.
            Conflict: the client has other rules already.
        """
        name, clean = _checked_name(client_name), _checked_terms(terms)
        with self._database.work() as work:
            taken = work.client_rules.of_client(name)
            if taken is not None and taken.id != rules_id:
                raise _taken(name)
            now = self._clock.now()
            if rules_id is None:
                work.client_rules.add(
                    ClientRules(
                        id=new_id(),
                        account_id=work.account_id,
                        client_name=name,
                        policy=policy,
                        terms=clean,
                        created_at=now,
                        updated_at=now,
                    )
                )
                return _changed(work)
            before = work.client_rules.get(rules_id)
            after = replace(before, client_name=name, policy=policy, terms=clean, deleted_at=None)
            return _save(work, before, after, self._clock)

    def delete(self, rules_id: UUID) -> Changes:
        """Remove rules; doing so again changes nothing."""
        with self._database.work() as work:
            before = work.client_rules.get(rules_id)
            at = before.deleted_at or self._clock.now()
            return _save(work, before, replace(before, deleted_at=at), self._clock)

    def restore(self, rules_id: UUID) -> Changes:
        """Undo a delete.

        Raises:
            Conflict: the client has got other rules since.
        """
        with self._database.work() as work:
            before = work.client_rules.get(rules_id)
            other = work.client_rules.of_client(before.client_name)
            if other is not None and other.id != rules_id:
                raise _taken(before.client_name)
            return _save(work, before, replace(before, deleted_at=None), self._clock)


def _save(work: Work, before: ClientRules, after: ClientRules, clock: Clock) -> Changes:
    if after == before:
        return work.changed(None)
    work.client_rules.save(replace(after, updated_at=clock.now()))
    return _changed(work)


def _changed(work: Work) -> Changes:
    return work.changed(None, Aggregate.CLIENT_RULES)


def _taken(name: str) -> Conflict:
    return Conflict(
        f"“{name}” has rules already.", hint="Edit those, or delete them first.", field="client"
    )


def _checked_name(name: str) -> str:
    name = one_line(name)
    if not name:
        raise UserError("Write the client's name.", field="client")
    if len(name) > NAME_LIMIT:
        raise UserError(f"A client's name has at most {NAME_LIMIT} characters.", field="client")
    return name


def _checked_terms(lines: Sequence[str]) -> tuple[str, ...]:
    terms: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        term = one_line(line)
        if not term:
            continue
        if len(term) > TERM_LIMIT:
            raise UserError(f"Line {number} is longer than {TERM_LIMIT} characters.", field="terms")
        if len(term) < TERM_LEAST:
            raise UserError(
                f"Line {number}: “{term}” would hide that letter everywhere. Write at least "
                f"{TERM_LEAST} characters.",
                field="terms",
            )
        terms.setdefault(term.casefold(), term)
    if len(terms) > TERMS_LIMIT:
        raise UserError(
            f"These are {len(terms)} words; at most {TERMS_LIMIT} can be hidden.", field="terms"
        )
    return tuple(terms.values())
