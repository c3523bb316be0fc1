"""The journal (记事): feedback, and questions that found nothing, written by a thread of its own.

Asking never waits for it: notes go into a bounded queue and are written in batches. Nothing about who asked is kept.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, case, delete, func, select

from kb.data import load_toml
from kb.errors import BusyError, LibraryError, ReadOnlyError
from kb.store.clock import now
from kb.store.library import Library
from kb.store.questions import BY_THE_LIBRARY
from kb.store.schema import feedback, unanswered
from kb.store.upsert import insert_into, one_of_a_kind
from kb.types import Answer, Query

MAX_WAITING = 10_000
MAX_UNANSWERED = 20_000
MAX_FEEDBACK = 50_000
MAX_KEPT = 500
_BATCH = 500
_STORED_WITHIN_S = 5.0
_RETRY_S = 0.2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's word on an answer. `kind` is "answer", or "report" for what the administrator should know."""

    question: str
    kind: str
    history: tuple[str, ...] = ()
    scope: str | None = None
    role: str | None = None
    status: str | None = None
    useful: bool | None = None
    remark: str = ""
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Missed:
    question: str
    asked_as: str
    history: tuple[str, ...]


class Journal:
    """Writes to the library's file. Close it before the library, so that what waits is still written."""

    def __init__(self, library: Library, *, waiting: int = MAX_WAITING) -> None:
        self._database = library.database
        self._queue: queue.Queue[tuple[_Missed | Feedback, Future[None]] | None] = queue.Queue(waiting)
        self._writer: threading.Thread | None = None
        self._starting = threading.Lock()

    def note(self, query: Query, answer: Answer) -> None:
        """Notes a question that found nothing; returns at once, whatever happens."""
        if answer.status != "not_found" or answer.answer == load_toml("phrases.toml")["about"]:
            return
        completed = (answer.understood_as or query.question).strip()[:MAX_KEPT]
        history = tuple(h[:MAX_KEPT] for h in query.history[-5:]) if answer.understood_as else ()
        with suppress(queue.Full):
            self._put((_Missed(completed, query.question.strip()[:MAX_KEPT], history), Future()))

    def feedback(self, given: Feedback) -> None:
        """Stores feedback; it is on disk on return, or waits in the queue where an update holds the library's file.

        Raises BusyError where too much waits already, LibraryError where it cannot be written (ReadOnlyError: now).
        """
        stored: Future[None] = Future()
        try:
            self._put((given, stored))
        except queue.Full as e:
            raise BusyError("反馈太多，一时记不下。请稍后再试。") from e
        try:
            stored.result(_STORED_WITHIN_S)
        except FutureTimeout as e:
            if self._database.server is None:
                return
            # A server may never take it: its replicas are gone, or it is.
            raise BusyError("数据库一时没有应答，反馈可能没有存下。请稍后再试。") from e
        except ReadOnlyError:
            raise
        except Exception as e:
            raise LibraryError("反馈没有存下（磁盘可能已满）。请稍后再试，或告诉管理员。") from e

    def flush(self, timeout: float = 5.0) -> None:
        """Waits until everything noted so far is written, at most `timeout` seconds."""
        until = time.monotonic() + timeout
        while self._queue.unfinished_tasks and time.monotonic() < until:
            time.sleep(0.01)

    def close(self) -> None:
        """Writes what waits and ends; what comes later starts anew."""
        if self._writer is not None and self._writer.is_alive():
            with suppress(queue.Full):
                self._queue.put(None, timeout=_STORED_WITHIN_S)
            self._writer.join(_STORED_WITHIN_S * 2)

    def _put(self, entry: tuple[_Missed | Feedback, Future[None]]) -> None:
        self._queue.put_nowait(entry)
        with self._starting:
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(target=self._run, name="journal", daemon=True)
                self._writer.start()

    def _run(self) -> None:
        while True:
            batch = [self._queue.get()]
            with suppress(queue.Empty):
                while len(batch) < _BATCH:
                    batch.append(self._queue.get_nowait())
            self._store([entry for entry in batch if entry is not None])
            for _ in batch:
                self._queue.task_done()
            if None in batch:
                return

    def _store(self, batch: list[tuple[_Missed | Feedback, Future[None]]]) -> None:
        """One transaction; tried again while another program holds the library."""
        while batch:
            try:
                with self._database.writing() as c:
                    for entry, _ in batch:
                        _write(c, entry)
                    _keep_within(c)
            except BusyError:
                time.sleep(_RETRY_S)
                continue
            except Exception as e:
                self._failed(batch, e)
            else:
                for _, stored in batch:
                    stored.set_result(None)
            return

    def _failed(self, batch: list[tuple[_Missed | Feedback, Future[None]]], error: Exception) -> None:
        _log.error("journal not written: %s", error)
        for _, stored in batch:
            stored.set_exception(error)


def _write(c: Connection, entry: _Missed | Feedback) -> None:
    if isinstance(entry, Feedback):
        c.execute(feedback.insert().values(**asdict(entry), at=now()))
        return
    row = insert_into(c, unanswered).values(
        question=entry.question, asked_as=entry.asked_as, history=list(entry.history), first_at=now(), last_at=now(),
        count=1)
    opened = unanswered.c.outcome.in_(BY_THE_LIBRARY)  # it was thought to be answered, and is not
    c.execute(row.on_conflict_do_update(index_elements=one_of_a_kind(c, "question"), set_={
        "last_at": now(), "count": unanswered.c.count + 1,
        "done_at": case((opened, None), else_=unanswered.c.done_at),
        "outcome": case((opened, None), else_=unanswered.c.outcome)}))


def _keep_within(c: Connection) -> None:
    """Drops the oldest rows beyond what is kept, those dealt with first."""
    for table, at, most in ((unanswered, unanswered.c.last_at, MAX_UNANSWERED),
                            (feedback, feedback.c.at, MAX_FEEDBACK)):
        over = c.execute(select(func.count()).select_from(table)).scalar_one() - most
        if over > 0:
            oldest = select(table.c.id).order_by(table.c.done_at.is_(None), at, table.c.id).limit(over)
            c.execute(delete(table).where(table.c.id.in_(oldest)))
