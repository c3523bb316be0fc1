"""Work in hand (进行中的工作): changes that take a moment, one after the other, each with its progress."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from api.shown import Shown
from kb.errors import KBError, NotFoundError, UnreadableError

_KEPT = 100
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """One change under way; written by its worker, read by whoever looks."""

    id: str
    title: str
    state: Literal["waiting", "running", "done", "failed"] = "waiting"
    step: str = "等待"
    done: int = 0
    total: int = 0
    message: str = ""
    note: Callable[[dict[str, Any]], None] = field(default=lambda _job: None, repr=False)

    def tell(self, step: str, done: int, total: int) -> None:
        """Notes the step and how much of it is done of all (0: unknown)."""
        self.step, self.done, self.total = step, done, total
        self.note(self.as_object())

    @property
    def ended(self) -> bool:
        return self.state in ("done", "failed")

    def as_object(self) -> dict[str, Any]:
        """The JSON form."""
        return {"id": self.id, "title": self.title, "state": self.state, "step": self.step, "done": self.done,
                "total": self.total, "message": self.message}


class Jobs:
    """One worker, so that changes wait for each other. A change that has begun is finished when the service stops."""

    def __init__(self, folder: Path | None = None, worker: str = "") -> None:
        """`folder` is where the other processes of the service see how far the work of this `worker` is; there may be
        none.
        """
        self._jobs: dict[str, Job] = {}
        self._worker = ThreadPoolExecutor(1, "change")
        self._shown = None if folder is None else Shown(folder, worker)

    def start(self, title: str, work: Callable[[Job], str]) -> Job:
        """Starts `work`; its result, or its expected failure, is the job's message."""
        job = Job(secrets.token_hex(8), title)
        if self._shown is not None:
            job.note = self._shown.note
            job.note(job.as_object())
        for old in [j.id for j in self._jobs.values() if j.ended][:max(0, len(self._jobs) - _KEPT)]:
            del self._jobs[old]
        self._jobs[job.id] = job
        self._worker.submit(self._run, job, work)
        return job

    def get(self, job_id: str) -> Job:
        """The job of this id. Raises NotFoundError."""
        if self._shown is not None and job_id not in self._jobs and (seen := self._shown.seen(job_id)) is not None:
            return Job(**seen)
        if job_id not in self._jobs:
            raise NotFoundError("没有这项工作的记录：服务可能重新启动过。结果请看管理首页和操作记录。")
        return self._jobs[job_id]

    def _run(self, job: Job, work: Callable[[Job], str]) -> None:
        job.state = "running"
        try:
            job.message = work(job)
            job.state = "done"
        except Exception as e:
            job.message = _told(e)
            job.state = "failed"
        job.note(job.as_object())


def _told(error: Exception) -> str:
    if isinstance(error, KBError) and not isinstance(error, UnreadableError):
        return str(error)
    _log.error("change failed", exc_info=error)
    return "没有完成：服务内部出错，已记录。改动要么已全部生效，要么没有生效，请看管理首页。"
