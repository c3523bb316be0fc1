"""A plan against a checklist (对照检查): a verdict for every item. Pure; the plan's words stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kb.checklist.items import Checklist, Item
from kb.checklist.selfcheck.figures import Figure, aside_figures
from kb.checklist.selfcheck.plan import Plan
from kb.checklist.selfcheck.resemblance import Resembling
from kb.checklist.selfcheck.sentence import Mention, Sentence, Span, sentences
from kb.checklist.selfcheck.tally import Tally
from kb.checklist.selfcheck.verdicts import Matched, Verdict, VerdictName
from kb.checklist.selfcheck.wanted import Cut, Wanted, wanted
from kb.checklist.selfcheck.words import data, phrases
from kb.language.fits import role_fits
from kb.language.vocabulary import find_roles
from kb.search.index.embedder import Embedder

# The share of an item's words that a sentence must hold: to be it, or perhaps to be it, where it has a number or not.
_SURE, _PERHAPS, _PERHAPS_GENERAL = 0.65, 0.45, 0.34
_SHOWN = 24  # so many places are shown of one item


def selfcheck(checklist: Checklist, plan: Plan, *, cut: Cut, embedder: Embedder | None = None) -> tuple[Verdict, ...]:
    """A verdict for every item of the checklist, in its order.

    `cut` parts a text into words (a Tokenizer). With an `embedder`, items that no words find are compared by meaning
    as well, which can only make a gap unsure.
    """
    every = [s for line in plan.lines[_is_titled(plan):] for s in sentences(line)]
    own = [s for s in every if not s.years or checklist.year in s.years]
    like = Resembling([s.whole for s in own], embedder) if embedder is not None else None
    titled = _by(checklist.role, plan.title, False)
    return tuple(_verdict(wanted(item, cut), own, checklist.role, titled, like) for item in checklist.items)


def _is_titled(plan: Plan) -> bool:
    """Whether the first line is the plan's name, which plans nothing."""
    first = plan.lines[0] if plan.lines else None
    return first is not None and first.source == 0 and len(plan.lines) > 1 and bool(
        phrases().body.search(first.words.text) and phrases().title.search(first.words.text))


class _Gathered:
    """What the sentences of a plan say of one item."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.sure: list[tuple[Sentence, Span]] = []
        self.perhaps: list[tuple[Sentence, Span]] = []
        self.parts: list[tuple[Sentence, Span]] = []  # what names but one of the matters of an item without a number
        self.terms: set[str] = set()


def _gather(want: Wanted, own: Sequence[Sentence], role: str, titled: bool) -> _Gathered:
    out = _Gathered()
    for sentence in own:
        for score, spans, umbrella in _found(want, sentence):
            kept = [s for s in spans if not sentence.of_others(s, role)]
            if not kept or score < (_PERHAPS_GENERAL if want.required is None else _PERHAPS):
                continue
            if umbrella or score < _SURE or not _acts(want, sentence):
                out.perhaps.append((sentence, kept[0]))
                continue
            for nth, span in enumerate(kept):
                figures = [f for f in _figures(want, sentence, span, role, titled)]
                if not figures and not want.measured:
                    out.perhaps.append((sentence, span))
                for figure in figures:
                    out.tally.add(figure, sentence.line.slots, sentence.line.source, sentence.line.place,
                                  sentence.nth * 10 + (nth if figure.says else 0))
                if figures:
                    out.sure.append((sentence, span))
        named = {m.matter.term for m in sentence.mentions if not m.umbrella
                 and (m.matter in want.matters or m.matter in want.within)
                 and not sentence.of_others((m.start, m.end), role)}
        if want.required is None and named and not out.sure:
            first = next(m for m in sentence.mentions if m.matter.term in named)
            out.parts.append((sentence, (first.start, first.end)))
        out.terms |= named
    return out


def _found(want: Wanted, sentence: Sentence) -> Iterable[tuple[float, list[Span], bool]]:
    """How much of the item a sentence holds, and where."""
    mentions = [m for m in sentence.mentions if m.matter in want.matters]
    held = {m.matter.term for m in mentions}
    words = [(m.span(), weight) for pattern, weight in want.words if (m := pattern.search(sentence.text))]
    got = sum(want.weight_of(m) for m in want.matters if m.term in held) + sum(w for _, w in words)
    if not want.weight or not got:
        return
    if mentions:
        plain = [m for m in mentions if not m.umbrella]
        yield 1.0 if want.measured else got / want.weight, _places(plain or mentions), not plain
    elif not want.matters:
        yield got / want.weight, [max(words, key=lambda w: w[1])[0]], False


def _places(mentions: Sequence[Mention]) -> list[Span]:
    """Where a matter is named, once for each phrase."""
    return list(dict.fromkeys((m.start, m.end) for m in mentions))


def _acts(want: Wanted, sentence: Sentence) -> bool:
    return want.acts is None or bool(want.acts.search(sentence.text + sentence.line.aside))


def _figures(want: Wanted, sentence: Sentence, span: Span, role: str, titled: bool) -> list[Figure]:
    """The figures that count for the item: of its unit, and by whom it is to be done."""
    found = list(sentence.figures_at(span))
    if not any(f.period or f.count is not None or f.times or f.amounts for f in found):
        around = (found[0].start, found[0].end)
        found = [replace(f, start=around[0], end=around[1]) for f in aside_figures(sentence.line.aside)] or found
    if want.unit is not None:
        measured = [replace(f, count=n) for f in found for n, unit in f.amounts if unit == want.unit]
        if measured:
            return measured
        return [] if want.measured else [replace(f, count=None) for f in found[:1]]
    # 全年集中学习不少于32学时 says nothing of how many times.
    units = {unit for m in want.matters for unit in m.units}
    found = [replace(f, period=None, times=()) if f.count is None and any(u in units for _, u in f.amounts) else f
             for f in found]
    if not want.personal:
        return found
    return [f for f in found if _by(role, _who(sentence, span, f, alone=len(found) == 1), titled)]


def _who(sentence: Sentence, span: Span, figure: Figure, *, alone: bool) -> str:
    """The words that say who does what a figure counts."""
    start, end = sentence.bounds(span)
    if alone:
        end = max(end, figure.end, len(sentence.text))
        later = [max(sentence.bounds((m.start, m.end))[0], span[1]) for m in sentence.mentions if m.start > span[1]]
        end = min([end, *later])
    else:
        own = sentence.bounds((figure.start, max(figure.end, figure.start + 1)))
        start, end = (min(start, own[0]), own[1]) if figure.start <= span[0] else own
    return sentence.text[start:end] + "，" + sentence.line.doers


def _by(role: str, who: str, titled: bool) -> bool:
    """Whether it is he who bears the role who does it; where nobody is named, whether the plan is his own."""
    named = [name for name, _, _ in find_roles(who)]
    if any(word in who for word in data()["phrases"]["self"]):
        return True
    if not any(name.endswith(("书记", "委员")) for name in named):
        return titled
    return any(role_fits(role, name) for name in named if not name.endswith("副书记") or "副书记" in role)


def _verdict(want: Wanted, own: Sequence[Sentence], role: str, titled: bool, like: Resembling | None) -> Verdict:
    got = _gather(want, own, role, titled)
    if want.required is not None:
        verdict, found, reason = _counted(want, got)
    else:
        verdict, found, reason = _general(want, got)
    shown = got.sure or got.perhaps or got.parts
    matched = tuple(dict.fromkeys(Matched(s.verbatim(span), s.line.place) for s, span in shown))[:_SHOWN]
    if verdict == "未列入" and like is not None and (n := like.nearest(want.item)) is not None:
        return Verdict(want.item, "拿不准", None, want.required, (Matched(own[n].whole, own[n].line.place),),
                       "意思相近，请核对")
    return Verdict(want.item, verdict, found, want.required, matched, reason)


def _counted(want: Wanted, got: _Gathered) -> tuple[VerdictName, float | None, str]:
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


def _doubt(want: Wanted, got: _Gathered) -> str:
    if want.personal:
        return "没有写明由谁来做"
    stands_for_several = any(m.umbrella for s, _ in got.perhaps for m in s.mentions)
    return "只写了制度，没有写次数" if stands_for_several else "只是相近，请核对"


def _lacking(want: Wanted, got: _Gathered) -> str:
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


def _general(want: Wanted, got: _Gathered) -> tuple[VerdictName, float | None, str]:
    if want.item.period and want.required is None and not got.sure and not got.perhaps:
        return "拿不准", None, "不是每年都有，计划里没有提到"
    asked = {m.term: m for m in (*want.matters, *want.within)}
    missing = [term for term in asked if term not in got.terms]
    said = f"没有写到{'、'.join(missing[:5])}{'等' if len(missing) > 5 else ''}" if missing else ""
    if got.sure and len(want.matters) < 2:
        return "已列入", None, said
    if asked and len(missing) < len(asked):
        named = len(asked) - len(missing)
        whole = not missing or (len(want.matters) < 2 and named > 1 and named >= len(missing))
        return "已列入" if whole else "拿不准", None, said
    return ("拿不准", None, "只是相近，请核对") if got.perhaps else ("未列入", None, "")


def items_of(verdicts: Iterable[Verdict]) -> tuple[Item, ...]:
    """The items that were judged."""
    return tuple(v.item for v in verdicts)
