"""A self-check as a whole (对照检查的结果): the verdicts in a reader's order, their counts, and his corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.checklist.items import Checklist
from kb.checklist.selfcheck.verdicts import SHOWN, VERDICTS, Verdict, VerdictName
from kb.language.numerals import plain

TITLE = "对照检查"


@dataclass(frozen=True, slots=True)
class Report:
    """What came of checking a plan. `plan` is its first line, `file` the name it came under, `warnings` what could not
    be read of it; `year` is the year it names, None where it names none. `corrections` are the verdicts that the
    reader set himself, by the id of the item.
    """

    checklist: Checklist
    verdicts: tuple[Verdict, ...]
    plan: str
    file: str
    year: int | None = None
    warnings: tuple[str, ...] = ()
    corrections: Mapping[str, VerdictName] = field(default_factory=dict)

    def final(self, verdict: Verdict) -> VerdictName:
        """The verdict as the reader left it."""
        return self.corrections.get(verdict.item.id, verdict.verdict)

    @property
    def counts(self) -> dict[VerdictName, int]:
        """How many items have each verdict, gaps first."""
        return {name: sum(self.final(v) == name for v in self.verdicts) for name in VERDICTS}

    @property
    def ordered(self) -> tuple[Verdict, ...]:
        """Gaps first; within a verdict what has a number or a date first, then as in the checklist."""
        return tuple(sorted(self.verdicts, key=lambda v: (VERDICTS.index(self.final(v)), not v.item.must)))

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader must know before he trusts the verdicts, a sentence each."""
        if self.year is None or self.year == self.checklist.year:
            return self.warnings
        other = f"这份文件写的是{self.year}年，对照的是{self.checklist.year}年的清单；别的年份的内容不计。"
        return (other, *self.warnings)


def summary(report: Report) -> str:
    """The counts in a sentence: 共 40 项：未列入 3，次数不足 2，拿不准 4，已列入 31。"""
    counts = "，".join(f"{name} {n}" for name, n in report.counts.items())
    return f"共 {len(report.verdicts)} 项：{counts}。"


def heading(report: Report) -> str:
    """Whose duties the plan was held against."""
    c = report.checklist
    return f"{c.role}（{c.scope}）{c.year}年"


def numbers(v: Verdict) -> str:
    """What is asked for and what was found: 全年应有12次，查到9次; empty where no number is asked for."""
    if v.required is None:
        return ""
    unit = v.item.unit or "次"
    found = "" if v.found is None else f"，查到{plain(v.found)}{unit}"
    return f"全年应有{plain(v.required)}{unit}{found}"


def places(v: Verdict) -> list[tuple[str, str]]:
    """The words of the plan, each once, with all the places that they stand at: 第3行、第9行 等共12处."""
    by_words: dict[str, list[str]] = {}
    for m in v.matched:
        by_words.setdefault(m.text, []).append(m.place)
    return [(words, _joined(list(dict.fromkeys(at)), len(v.matched) >= SHOWN)) for words, at in by_words.items()]


def _joined(at: list[str], cut_off: bool) -> str:
    if len(at) <= 3:
        return "、".join(at)
    return f"{'、'.join(at[:2])} 等{'多' if cut_off else f'共 {len(at)} '}处"
