"""How a document stands among the others (效力), in sentences, where that is not simply in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kb.types import Clause, Document, Status
from kb.validity.days import in_words, last_day
from kb.validity.parts import has_ended
from kb.validity.title import edition_title


@dataclass(frozen=True, slots=True)
class Mark:
    """What is out of force of a clause, or will be: `what` and since when (本条第2款自2025年3月1日起),
    `how` (废止、修改) and by which document, by its id; `now` tells whether it is so today, `whole` whether it is the
    clause as a whole.
    """

    what: str
    how: str
    by: str
    now: bool
    whole: bool


def marks(clause: Clause, day: date) -> tuple[Mark, ...]:
    """What of a clause another document repeals or changes alone: before, on or after this day."""
    out = []
    if clause.repealed_by is not None:
        out.append(Mark(_since("本条", clause.effective_to), "修改" if clause.changed else "废止", clause.repealed_by,
                        has_ended(clause, day), True))
    for name, until, by, changed in dict.fromkeys((g.name, g.until, g.by, g.changed) for g in clause.gone):
        end = last_day(until)
        how = "修改" if changed else "废止"
        out.append(Mark(_since(f"本条{name}", until), how, by, end is None or end < day, False))
    return tuple(out)


def _since(what: str, until: str | None) -> str:
    last = last_day(until)
    return what if last is None else f"{what}自{in_words(last + timedelta(days=1))}起"


def standing(document: Document, titles: Mapping[str, str]) -> tuple[str, ...]:
    """What it replaces, and that it does not answer; `titles` are those of the library's documents, by id."""
    out = []
    old = titles.get(document.replaces or "")
    if old is not None:
        day = document.effective_from or "施行"
        same = edition_title(old).key == edition_title(document.title).key
        out.append(f"这是《{old}》的新版本，{day}起代替它；两份都保留。" if same else f"{day}起废止《{old}》。")
    if document.status != Status.IN_FORCE:
        since = f"（{document.effective_from}起施行）" if document.status == Status.COMING else ""
        out.append(f"现在是“{document.status}”{since}，不用来回答现在的问题。")
    if document.repealed_clauses:
        out.append(f"其中{'、'.join(document.repealed_clauses)}已废止，不用来回答现在的问题。")
    if document.changed_clauses:
        out.append(f"其中{'、'.join(document.changed_clauses)}已由别的文件修改，不再照原来的文字回答。")
    return tuple(out)
