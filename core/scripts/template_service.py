"""The library of script templates: what there is, and every change to it (domain.md 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.clock import Clock
from core.db.database import Database, Work
from core.events import Aggregate, Changes
from core.ids import new_id
from core.outcome import accept
from core.scripts.library import LibraryEntry, TemplateDetails
from core.scripts.model import ScriptTemplate, ScriptTemplateVersion, TemplateOrigin
from core.scripts.provenance import provenance
from core.scripts.template_content import (
    TemplateContent,
    check_content,
    content_fields,
    content_of,
    free_slug,
)


class TemplateService:
    """Reads and changes the templates of the account."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def library(self) -> tuple[LibraryEntry, ...]:
        """Every template, by name."""
        with self._database.work() as work:
            return _entries(work, work.script_templates.all())

    def details(self, template_id: UUID) -> TemplateDetails:
        """A template with its versions, also when it was deleted.

        Raises:
            NotFound: there is none.
        """
        with self._database.work() as work:
            (entry,) = _entries(work, [work.script_templates.get(template_id)])
            return TemplateDetails(
                entry=entry,
                versions=tuple(work.template_versions.of(template_id)),
                engineers=_names(work),
            )

    def with_slug(self, slug: str) -> ScriptTemplate | None:
        with self._database.work() as work:
            return work.script_templates.with_slug(slug)

    def create(
        self,
        content: TemplateContent,
        *,
        template_id: UUID,
        origin: TemplateOrigin = TemplateOrigin.WRITTEN,
        session_id: UUID | None = None,
        slug: str = "",
    ) -> Changes:
        """Add a template; `session_id` is where it was proven.

        slug  the one it is to have; otherwise it comes from the name

        Raises:
            UserError: the content is not allowed; `field` says what is wrong.
        """
        now = self._clock.now()
        with self._database.work() as work:
            add_template(
                work, content, template_id, origin=origin, session_id=session_id, at=now, slug=slug
            )
            return work.changed(None, Aggregate.TEMPLATE)

    def save(self, template_id: UUID, content: TemplateContent) -> Changes:
        """Store a changed template as a new version, which nobody has reviewed yet.

        Nothing changed: nothing happens. Tags alone make no new version.

        Raises:
            UserError: the content is not allowed; `field` says what is wrong.
        """
        accepted = accept(check_content(content))
        with self._database.work() as work:
            template = work.script_templates.get(template_id)
            before = content_of(template)
            if accepted == before:
                return work.changed(None)
            now = self._clock.now()
            changed = replace(template, **content_fields(accepted), updated_at=now)
            if replace(accepted, tags=before.tags) != before:
                changed = replace(
                    changed, version=template.version + 1, reviewed_at=None, reviewed_by=None
                )
                work.template_versions.add(_version_of(changed, work.user_id))
            work.script_templates.save(changed)
            return work.changed(None, Aggregate.TEMPLATE)

    def set_favourite(self, template_id: UUID, favourite: bool) -> Changes:
        with self._database.work() as work:
            work.template_favourites.put(template_id, favourite=favourite)
            return work.changed(None, Aggregate.TEMPLATE)

    def review(self, template_id: UUID) -> Changes:
        """Vouch for this version: it was read and does what it says."""
        with self._database.work() as work:
            template = work.script_templates.get(template_id)
            reviewed = replace(template, reviewed_at=self._clock.now(), reviewed_by=work.user_id)
            work.script_templates.save(reviewed)
            return work.changed(None, Aggregate.TEMPLATE)

    def unreview(self, template_id: UUID) -> Changes:
        return self._change(
            template_id, lambda template: replace(template, reviewed_at=None, reviewed_by=None)
        )

    def delete(self, template_id: UUID) -> Changes:
        now = self._clock.now()
        return self._change(template_id, lambda template: replace(template, deleted_at=now))

    def restore(self, template_id: UUID) -> Changes:
        """Bring a deleted template back.

        Raises:
            Conflict: another one has its slug by now.
        """
        return self._change(template_id, lambda template: replace(template, deleted_at=None))

    def take_in_seeds(self) -> Changes:
        """Add what comes with this version of FlowPilot, and renew what nobody changed.

        Idempotent. A seed that was deleted stays deleted; one that was changed stays changed.
        """
        from core.scripts.seeding import seed_template
        from core.scripts.seeds import load_seeds

        now = self._clock.now()
        seeds = load_seeds()
        with self._database.work() as work:
            known = {row.id: row for row in work.script_templates.where()}
            taken = {row.slug for row in known.values() if row.deleted_at is None}
            took_in = False
            for seed in seeds:
                template = seed_template(seed, work.account_id, now)
                before = known.get(template.id)
                if before is None and template.slug not in taken:
                    _add(work, template)
                elif before is not None and _is_outdated(before, template):
                    _renew(work, before, template)
                else:
                    continue
                took_in = True
            return work.changed(None, *([Aggregate.TEMPLATE] if took_in else []))

    def _change(
        self, template_id: UUID, change: Callable[[ScriptTemplate], ScriptTemplate]
    ) -> Changes:
        with self._database.work() as work:
            work.script_templates.save(change(work.script_templates.get(template_id)))
            return work.changed(None, Aggregate.TEMPLATE)


def add_template(
    work: Work,
    content: TemplateContent,
    template_id: UUID,
    *,
    origin: TemplateOrigin,
    session_id: UUID | None,
    at: datetime,
    slug: str = "",
) -> ScriptTemplate:
    """Add a template made by the user of this laptop, within a transaction under way.

    Raises:
        UserError: the content is not allowed; `field` says what is wrong.
    """
    accepted = accept(check_content(content))
    session = None if session_id is None else work.sessions.get(session_id)
    template = ScriptTemplate(
        id=template_id,
        account_id=work.account_id,
        slug=free_slug(
            slug or accepted.name, lambda slug: work.script_templates.with_slug(slug) is None
        ),
        **content_fields(accepted),
        origin=origin,
        source_session_id=session_id,
        source_user_id=work.user_id,
        source_ticket_ref="" if session is None else session.psa_ticket_id,
        created_at=at,
        updated_at=at,
    )
    return _add(work, template)


def _add(work: Work, template: ScriptTemplate) -> ScriptTemplate:
    work.script_templates.add(template)
    work.template_versions.add(_version_of(template, work.user_id))
    return template


def _is_outdated(template: ScriptTemplate, seed: ScriptTemplate) -> bool:
    """Whether it is an older version of the seed that nobody changed or deleted."""
    untouched = template.version == template.seed_version and template.deleted_at is None
    return untouched and template.seed_version < seed.seed_version


def _renew(work: Work, before: ScriptTemplate, seed: ScriptTemplate) -> None:
    renewed = replace(
        seed,
        slug=before.slug,
        usage_count=before.usage_count,
        created_at=before.created_at,
    )
    work.script_templates.save(renewed)
    work.template_versions.add(_version_of(renewed, work.user_id))


def _version_of(template: ScriptTemplate, user_id: UUID) -> ScriptTemplateVersion:
    return ScriptTemplateVersion(
        id=new_id(),
        account_id=template.account_id,
        template_id=template.id,
        user_id=user_id,
        version=template.version,
        name=template.name,
        description=template.description,
        body=template.body,
        parameters=template.parameters,
        created_at=template.updated_at,
    )


def _entries(work: Work, templates: Sequence[ScriptTemplate]) -> tuple[LibraryEntry, ...]:
    favourites = work.template_favourites.ids()
    runs = work.script_runs.newest_by_template()
    names = _names(work)
    return tuple(
        LibraryEntry(
            template=template,
            favourite=template.id in favourites,
            last_run=runs.get(template.id),
            provenance=provenance(template, names),
        )
        for template in templates
    )


def _names(work: Work) -> Mapping[UUID, str]:
    return {user.id: user.name for user in work.users.where()}
