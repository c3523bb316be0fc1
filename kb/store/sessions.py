"""Sessions that were signed out (退出的登录): their cookies are void from then on, in whichever hands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from kb.store.access_tables import ended_sessions
from kb.store.library import Library
from kb.store.upsert import insert_into


def end_session(library: Library, session_id: str, *, lasts_s: int) -> None:
    """Ends the session of this id; its cookie would be good for at most `lasts_s` seconds more. What is older than
    any cookie goes.
    """
    at = datetime.now(UTC)
    until = (at + timedelta(seconds=lasts_s)).isoformat(timespec="seconds")
    with library.database.writing() as c:
        c.execute(ended_sessions.delete().where(ended_sessions.c.until < at.isoformat(timespec="seconds")))
        c.execute(insert_into(c, ended_sessions).values(id=session_id, until=until).on_conflict_do_nothing())


def has_ended(library: Library, session_id: str) -> bool:
    """Whether the session of this id was signed out."""
    with library.database.reading() as c:
        return c.execute(select(ended_sessions.c.id).where(ended_sessions.c.id == session_id)).first() is not None


def ended(library: Library) -> dict[str, str]:
    """Until when the cookies of sessions that were signed out would have been good, by their ids."""
    with library.database.reading() as c:
        return {r.id: r.until for r in c.execute(select(ended_sessions))}


def keep_ended(library: Library, sessions: dict[str, str]) -> None:
    """Ends these sessions again, where an older state of the library does not know it."""
    with library.database.writing() as c:
        for session_id, until in sessions.items():
            c.execute(insert_into(c, ended_sessions).values(id=session_id, until=until).on_conflict_do_nothing())
