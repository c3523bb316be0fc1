"""A plan against a checklist (对照检查): a verdict for every item. Pure; the plan's words stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

from kb.checklist.items import Checklist
from kb.checklist.selfcheck.gather import Gathered, gather, is_by
from kb.checklist.selfcheck.plan import Plan
from kb.checklist.selfcheck.resemblance import Resembling
from kb.checklist.selfcheck.sentence import Sentence, sentences
from kb.checklist.selfcheck.verdicts import SHOWN, Matched, Verdict, VerdictName
from kb.checklist.selfcheck.wanted import Cut, Wanted, wanted
from kb.checklist.selfcheck.words import phrases
from kb.search.index.embedder import Embedder


def selfcheck(checklist: Checklist, plan: Plan, *, cut: Cut, embedder: Embedder | None = None) -> tuple[Verdict, ...]:
    """A verdict for every item of the checklist, in its order.

    `cut` parts a text into words (a Tokenizer). With an `embedder`, items that no words find are compared by meaning
    as well, which can only make a gap unsure.
    """
    every = [s for line in plan.lines[_is_titled(plan):] for s in sentences(line)]
    own = [s for s in every if not s.years or checklist.year in s.years]
    like = Resembling([s.whole for s in own], embedder) if embedder is not None else None
    titled = is_by(checklist.role, plan.title, False)
    return tuple(_verdict(wanted(item, cut), own, checklist.role, titled, like) for item in checklist.items)


def _is_titled(plan: Plan) -> bool:
    """Whether the first line is the plan's name, which plans nothing."""
    first = plan.lines[0] if plan.lines else None
    return first is not None and first.source == 0 and len(plan.lines) > 1 and bool(
        phrases().body.search(first.words.text) and phrases().title.search(first.words.text))


def _verdict(want: Wanted, own: Sequence[Sentence], role: str, titled: bool, like: Resembling | None) -> Verdict:
    got = gather(want, own, role, titled)
    if want.required is not None:
        verdict, found, reason = _counted(want, got)
    else:
        verdict, found, reason = _general(want, got)
    shown = got.sure or got.perhaps or got.parts
    matched = tuple(dict.fromkeys(Matched(s.verbatim(span), s.line.place) for s, span in shown[:SHOWN]))
    if verdict == "未列入" and like is not None and (n := like.nearest(want.item)) is not None:
        return Verdict(want.item, "拿不准", None, want.required, (Matched(own[n].whole, own[n].line.place),),
                       "意思相近，请核对")
    return Verdict(want.item, verdict, found, want.required, matched, reason)


def _counted(want: Wanted, got: Gathered) -> tuple[VerdictName, float | None, str]:
    assert want.required is not None
    found = got.tally.found
    if found is None and want.required <= 1:
        return "已列入", 1.0, ""
    if found is None:
        return "拿不准", None, "提到了，没有写次数" if want.unit is None else f"提到了，没有写多少{want.unit}"
    if not found:
        if got.sure:
            return "次数不足", 0.0, ""
        return ("拿不准", None, _doubt(want, got)) if got.perhaps else ("未列入", 0.0, "")
    if want.item.comparator == "<=":
        return ("已列入", found, "") if found <= want.required else ("拿不准", found, "多于规定")
    if found < want.required:
        return "次数不足", found, _lacking(want, got)
    lacking = _lacking(want, got)
    return ("拿不准", found, f"次数够，但{lacking}") if lacking else ("已列入", found, "")


def _doubt(want: Wanted, got: Gathered) -> str:
    if want.personal:
        return "没有写明由谁来做"
    stands_for_several = any(m.umbrella for s, _ in got.perhaps for m in s.mentions)
    return "只写了制度，没有写次数" if stands_for_several else "只是相近，请核对"


def _lacking(want: Wanted, got: Gathered) -> str:
    """Which months or quarters have none."""
    if want.unit is not None or want.length not in (1, 3, 6):
        return ""
    lacking = got.tally.lacking(want.length)
    if not lacking or len(lacking) == 12 // want.length:
        return ""
    if want.length == 1:
        return f"{'、'.join(map(str, lacking))}月没有"
    names = "一二三四" if want.length == 3 else "上下"
    return f"{'、'.join(names[n - 1] for n in lacking)}{'季度' if want.length == 3 else '半年'}没有"


def _general(want: Wanted, got: Gathered) -> tuple[VerdictName, float | None, str]:
    if want.item.period and want.required is None and not got.sure and not got.perhaps:
        return "拿不准", None, "不是每年都有，计划里没有提到"
    asked = {m.term: m for m in (*want.matters, *want.within)}
    missing = [term for term in asked if term not in got.terms]
    said = f"没有写到{'、'.join(missing[:5])}{'等' if len(missing) > 5 else ''}" if missing else ""
    if got.sure and len(want.matters) < 2:
        return "已列入", None, said
    if len(asked) > 1 and len(missing) < len(asked):
        named = len(asked) - len(missing)
        whole = not missing or (len(want.matters) < 2 and named > 1 and named >= len(missing))
        return "已列入" if whole else "拿不准", None, said
    return ("拿不准", None, "只是相近，请核对") if got.perhaps else ("未列入", None, "")
