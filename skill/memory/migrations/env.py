"""What Alembic runs to migrate: it works on the connection that ``migrate`` holds."""

from alembic import context

from skill.memory.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
