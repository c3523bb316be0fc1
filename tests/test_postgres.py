"""The server that the other tests use."""

from __future__ import annotations

import os
from pathlib import Path

from tests import postgres


def test_each_module_has_an_empty_database_with_vectors(postgres_url: str) -> None:
    with postgres.connected(postgres_url) as c:
        tables = c.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()[0]
        c.execute("CREATE EXTENSION vector")
        found = c.execute("SELECT '[1,2]'::halfvec <#> '[3,4]'::halfvec").fetchone()[0]
    assert (tables, found) == (0, -11.0)


def test_the_server_of_the_wheel_does_not_run_as_root(postgres_server: str) -> None:
    with postgres.connected(postgres_server) as c:
        pid = c.execute("SELECT pg_backend_pid()").fetchone()[0]
    process = Path(f"/proc/{pid}")
    if "KB_TEST_POSTGRES" not in os.environ and process.exists():
        assert process.stat().st_uid != 0
