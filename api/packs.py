"""Training packs in the service (材料包服务): made at once, or as work in hand whose progress can be looked at."""

from __future__ import annotations

import threading

from api.crew import Crew
from api.jobs import Job, Jobs
from api.layers.refusal import Refusal
from api.live import Live
from api.shown import KeptFiles
from kb.errors import NotFoundError
from kb.training.pack.files import Made, made, zipped
from kb.training.pack.library import Tell, library_pack
from kb.training.pack.pack import Pack
from kb.training.pack.wanted import Wanted

_KEPT = 12  # finished packs that wait to be fetched; each is a megabyte or less, with a template more
_WAITING = 8
_BUSY_S = 5


class Packs:
    """Packs over what is live, in each process one at a time: each keeps a processor busy for seconds."""

    def __init__(self, live: Live, crew: Crew) -> None:
        self._live = live
        self._jobs = Jobs(crew.packs, crew.worker)
        self._ready = KeptFiles(crew.packs, _KEPT)
        self._waiting: list[Job] = []
        self._one = threading.Lock()

    def looked_at(self, wanted: Wanted) -> Pack:
        """What would go in. Raises QuestionError."""
        return library_pack(self._live.library, wanted)

    def content(self, wanted: Wanted, template: bytes | None) -> bytes:
        """The pack as a zip file. Raises QuestionError, ReadError, Refusal where too much is under way."""
        if not self._one.acquire(timeout=_BUSY_S):
            raise Refusal(503, "正在做别的材料包，请稍后再试。", retry_after=_BUSY_S)
        try:
            return zipped(self._made(wanted, template, lambda step, done, total: None).files)
        finally:
            self._one.release()

    def start(self, wanted: Wanted, template: bytes | None) -> Job:
        """Begins a pack. Raises Refusal where too many wait."""
        self._waiting = [j for j in self._waiting if not j.ended]
        if len(self._waiting) >= _WAITING:
            raise Refusal(503, "排队的材料包太多了，请稍后再试。", retry_after=_BUSY_S)

        def work(job: Job) -> str:
            with self._one:
                pack = self._made(wanted, template, job.tell)
            self._ready.put(job.id, zipped(pack.files))
            return f"做好了：{'、'.join(pack.files)}，{len(pack.pack.sections)} 个专题，{pack.items} 道题。"

        job = self._jobs.start("培训材料", work)
        self._waiting.append(job)
        return job

    def job(self, job_id: str) -> Job:
        """How far a pack is. Raises NotFoundError."""
        return self._jobs.get(job_id)

    def fetched(self, job_id: str) -> bytes:
        """A finished pack. Raises NotFoundError where it is not there, or no longer."""
        content = self._ready.get(job_id)
        if content is None:
            raise NotFoundError("这份材料包不在了：还没做好，或者做好太久。请重新生成。")
        return content

    def _made(self, wanted: Wanted, template: bytes | None, tell: Tell) -> Made:
        return made(self._live.library, wanted, template=template, tell=tell)
