"""An older state of the library brings back neither a withdrawn key nor a session that was signed out."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kb.keys import Rights
from kb.manage.revoked import keeping_revoked
from kb.store.copying import copy_library, replace_library
from kb.store.keys import key_stated, make_key, withdraw_key
from kb.store.library import open_library
from kb.store.register import Actor
from kb.store.sessions import end_session, has_ended

WHO = Actor("王芳", "")


def test_what_was_taken_back_stays_so(tmp_path: Path) -> None:
    path, backup = tmp_path / "library.db", tmp_path / "backup.db"
    with closing(open_library(path)) as library:
        _, gone = make_key(library, WHO, "收回的", rights=Rights.READ)
        _, held = make_key(library, WHO, "留着的", rights=Rights.READ)
        copy_library(path, backup)
        withdraw_key(library, WHO, "收回的")
        end_session(library, "s", lasts_s=600)
        with keeping_revoked(path):
            replace_library(backup, path)
            assert key_stated(library, gone) is not None
        assert key_stated(library, gone) is None and has_ended(library, "s")
        assert key_stated(library, held) is not None


def test_a_library_that_cannot_be_read_or_is_not_there_hinders_nothing(tmp_path: Path) -> None:
    path, backup = tmp_path / "library.db", tmp_path / "backup.db"
    open_library(backup).close()
    path.write_bytes(b"no database" * 1000)
    with keeping_revoked(path):
        replace_library(backup, path)
    with keeping_revoked(tmp_path / "missing.db"):
        pass
    open_library(path).close()
