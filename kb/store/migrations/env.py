"""Alembic's entry point: runs the migrations on the connection that the library hands over."""

from alembic import context

from kb.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
