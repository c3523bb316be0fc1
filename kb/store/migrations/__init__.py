"""Migrations of the library's schema, run by Alembic when an older library is opened."""

SCHEMA_VERSION = "0012"
