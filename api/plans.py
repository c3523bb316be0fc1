"""Plans that come over HTTP to be checked (送来对照的计划): a file or a pasted text, read, checked and forgotten."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Request

from api.live import Live
from api.uploads import Upload, receive
from kb.checklist.items import Checklist
from kb.checklist.library import FIRST_YEAR, LAST_YEAR, library_checklist
from kb.checklist.selfcheck.carried import uncarried
from kb.checklist.selfcheck.report import Report
from kb.checklist.selfcheck.running import MOST, Comparing, bounded, checked, pasted, read_plan
from kb.checklist.selfcheck.verdicts import VERDICTS, VerdictName
from kb.errors import QuestionError, ReadError
from kb.ingest.readers.reading import Reading

_FORM_BYTES = 16 * MOST  # a plan that a page carries along, with what JSON and the table's cells add
_NAME, _ENDING = 60, 12  # characters of a file's name: no file system takes more than 255 bytes
_PASTED = "粘贴的文字"
_CORRECTION = "verdict-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form asks to be checked against, as it was sent."""

    role: str = ""
    scope: str = ""
    year: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A report, and the plan that it is of."""

    report: Report
    reading: Reading


class Checking:
    """Checks plans over what is live, two at a time at most: it keeps a processor busy for a second or so."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._limiter: CapacityLimiter | None = None

    async def check(self, request: Request, stated: list[Wanted]) -> Checked:
        """The report on the plan of a multipart form; what else the form says is put into `stated` first.

        Raises Refusal, ReadError, QuestionError.
        """
        async with receive(request, form_bytes=_FORM_BYTES, fields=5000, optional=True) as form:
            stated.append(Wanted(form.field("role"), form.field("scope"), form.field("year"), form.field("text")))
            if self._limiter is None:
                self._limiter = CapacityLimiter(2)
            return await run_sync(self._checked, form, stated[0], limiter=self._limiter)

    def _checked(self, form: Upload, wanted: Wanted) -> Checked:
        year = _year(wanted.year)
        today = self._live.library.today()

        def draw(of: int) -> Checklist:
            return library_checklist(self._live.library, role=wanted.role, scope=wanted.scope, year=of)

        draw(year or today.year)  # what is misspelt is said before a file is read
        reading, name = _plan(form, wanted)
        finder = self._live.answerer.finder
        report = checked(reading, name, draw, Comparing(finder.tokenizer, finder.embedder), year=year, today=today,
                         corrections=_corrections(form))
        return Checked(report, reading)

    def today(self) -> date:
        """The day on which a report is made."""
        return self._live.library.today()


def _year(stated: str) -> int | None:
    if not stated.strip():
        return None
    if not stated.strip().isascii() or not stated.strip().isdecimal() or not (
            FIRST_YEAR <= int(stated.strip()[:9]) <= LAST_YEAR):
        raise QuestionError(f"不是年份：{stated.strip()[:20]}。请写成 2026 的样子。")
    return int(stated)


def _plan(form: Upload, wanted: Wanted) -> tuple[Reading, str]:
    """The plan that was sent, and its name: carried along by the page, in a file, or pasted."""
    if form.field("plan"):
        name = form.field("name")[:_NAME] or _PASTED
        return bounded(uncarried(form.field("plan")), name), name
    if form.name:
        return _from_file(form)
    if wanted.text.strip():
        return bounded(pasted(wanted.text), _PASTED), _PASTED
    raise ReadError("没有收到计划。请选择一个文件，或粘贴计划的文字。")


def _from_file(form: Upload) -> tuple[Reading, str]:
    name = Path(form.name.replace("\\", "/")).name.replace("\0", "").strip()
    stem, suffix = Path(name).stem.strip(". ")[:_NAME], Path(name).suffix[:_ENDING]
    shown = f"{stem or '计划'}{suffix}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / shown
        with path.open("wb") as out:
            shutil.copyfileobj(form.file, out)
        return read_plan(path, name=shown), shown


def _corrections(form: Upload) -> dict[str, VerdictName]:
    """The verdicts that the reader set himself, by item."""
    said = {key.removeprefix(_CORRECTION): values[0] for key, values in form.fields.items()
            if key.startswith(_CORRECTION)}
    return {i: name for i, value in said.items() for name in VERDICTS if name == value}
