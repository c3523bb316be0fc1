"""How far work in hand is, as files that every process of a service reads (进度的共用)."""

from __future__ import annotations

import json
import re
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any

from kb.store.atomic import atomic_write

_KEPT = 100
_EVERY_S = 0.2
_ID = re.compile("[0-9a-f]{16}")
_ENDED = ("done", "failed")
_BROKEN = "没有做完：做这项工作的进程中断了。改动要么已全部生效，要么没有生效，请看管理首页。"


class Shown:
    """The jobs of one `worker`, in a folder of all; the newest are kept."""

    def __init__(self, folder: Path, worker: str) -> None:
        self._folder = folder
        self._worker = worker
        self._told: dict[str, float] = {}

    def note(self, job: dict[str, Any]) -> None:
        """Shows how far a job is; steps that follow each other closely are not all shown."""
        now, key = time.monotonic(), str(job["id"])
        if job["state"] not in _ENDED and now - self._told.get(key, -_EVERY_S) < _EVERY_S:
            return
        self._told[key] = now
        _write(self._folder / f"{key}.json", job, self._worker)
        for old in _newest_last(self._folder, "json")[:-_KEPT]:
            self._told.pop(old.stem, None)
            old.unlink(missing_ok=True)

    def seen(self, job_id: str) -> dict[str, Any] | None:
        """What is shown of a job, None where nothing is."""
        if not _ID.fullmatch(job_id):
            return None
        try:
            found: dict[str, Any] = json.loads((self._folder / f"{job_id}.json").read_text(encoding="utf-8"))["job"]
        except FileNotFoundError:
            return None
        return found


def broken_off(folder: Path, worker: str) -> None:
    """What a process had in hand that has ended is not done."""
    for path in folder.glob("*.json"):
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["worker"] == worker and found["job"]["state"] not in _ENDED:
            _write(path, found["job"] | {"state": "failed", "message": _BROKEN}, worker)


class KeptFiles:
    """Files by the id of the job that made them, the newest few; in a folder of all processes, or in memory."""

    def __init__(self, folder: Path | None, most: int) -> None:
        self._folder = folder
        self._most = most
        self._held: OrderedDict[str, bytes] = OrderedDict()

    def put(self, job_id: str, content: bytes) -> None:
        """Keeps one more."""
        if self._folder is None:
            self._held[job_id] = content
            while len(self._held) > self._most:
                self._held.popitem(last=False)
            return
        atomic_write(self._folder / f"{job_id}.zip", content)
        for old in _newest_last(self._folder, "zip")[:-self._most]:
            old.unlink(missing_ok=True)

    def get(self, job_id: str) -> bytes | None:
        """The file of a job, None where it is not there, or no longer."""
        if self._folder is None:
            return self._held.get(job_id)
        try:
            return (self._folder / f"{job_id}.zip").read_bytes() if _ID.fullmatch(job_id) else None
        except FileNotFoundError:
            return None


def _write(path: Path, job: dict[str, Any], worker: str) -> None:
    atomic_write(path, json.dumps({"job": job, "worker": worker}, ensure_ascii=False))


def _newest_last(folder: Path, ending: str) -> list[Path]:
    found = [(p.stat().st_mtime_ns, p) for p in folder.glob(f"*.{ending}") if p.is_file()]
    return [p for _, p in sorted(found)]
