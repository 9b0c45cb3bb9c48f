"""Run by Alembic. The connection comes from `core.db.upgrade`; there is no configuration file."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # SQLite can: a migration happens as a whole or not at all
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
