"""What the sentences of a plan say of one item (搜集): counted where they are it, kept aside where they may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kb.checklist.selfcheck.figures import Figure, amounts, tokens
from kb.checklist.selfcheck.sentence import Mention, Sentence, Span
from kb.checklist.selfcheck.tally import Tally
from kb.checklist.selfcheck.wanted import WORD, Wanted
from kb.checklist.selfcheck.words import data
from kb.language.fits import role_fits
from kb.language.vocabulary import find_roles

# The share of an item's words that a sentence must hold: to be it, or perhaps to be it, where it has a number or not.
_SURE, _PERHAPS, _PERHAPS_GENERAL = 0.65, 0.45, 0.34


class Gathered:
    """What the sentences of a plan say of one item."""

    def __init__(self, *, monthly: bool, measured: bool) -> None:
        self.tally = Tally(monthly, measured)
        self.sure: list[tuple[Sentence, Span]] = []
        self.perhaps: list[tuple[Sentence, Span]] = []
        self.parts: list[tuple[Sentence, Span]] = []  # what names but one of the matters of an item without a number
        self.terms: set[str] = set()


def gather(want: Wanted, own: Sequence[Sentence], role: str, titled: bool) -> Gathered:
    out = Gathered(monthly=want.length == 1, measured=want.measured)
    for sentence in own:
        for score, spans, umbrella in _found(want, sentence):
            kept = [s for s in spans if not sentence.of_others(s, role)]
            if not kept or score < (_PERHAPS_GENERAL if want.required is None else _PERHAPS):
                continue
            if umbrella or score < _SURE or not _acts(want, sentence) or not _states(want, sentence):
                out.perhaps.append((sentence, kept[0]))
                continue
            if want.measured:
                _measure(want, sentence, kept[0], out)
                continue
            for nth, span in enumerate(kept):
                figures = [f for f in _figures(want, sentence, span, role, titled)]
                if not figures:
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
    words = [(m.span(), weight, pattern) for pattern, weight in want.words if (m := pattern.search(sentence.text))]
    got = sum(want.weight_of(m) for m in want.matters if m.term in held) + sum(w for _, w, _ in words)
    if not want.weight or not got:
        return
    if mentions:
        plain = [m for m in mentions if not m.umbrella]
        yield 1.0 if want.measured else got / want.weight, _places(plain or mentions), not plain
    elif not want.matters:
        span, most, _ = max(words, key=lambda w: w[1])
        telling = [pattern for _, weight, pattern in words if weight >= WORD]
        if most < WORD:  # 专题会议 of any kind
            yield min(got / want.weight, _PERHAPS), [span], False
        elif telling != [want.acts] or all(n < WORD or p is want.acts for p, n in want.words):
            yield got / want.weight, [span], False  # an act alone tells nothing where it is said what it is done to


def _places(mentions: Sequence[Mention]) -> list[Span]:
    """Where a matter is named, once for each phrase."""
    return list(dict.fromkeys((m.start, m.end) for m in mentions))


def _acts(want: Wanted, sentence: Sentence) -> bool:
    return want.acts is None or bool(want.acts.search(sentence.text + sentence.line.aside))


def _states(want: Wanted, sentence: Sentence) -> bool:
    """Whether the sentence has a number of what the item has one of, though not how often: 支部委员会由3至5人组成."""
    if want.required is not None or want.item.count is None or want.unit is None:
        return True
    return any(t.unit == want.unit for t in tokens(sentence.text))


def _measure(want: Wanted, sentence: Sentence, span: Span, out: Gathered) -> None:
    """Counts the hours of a sentence; perhaps only where they are those of others than the item's (入党积极分子)."""
    assert want.unit is not None
    line = sentence.line
    said = amounts(sentence.text, want.unit) or [
        replace(f, count=n) for f in sentence.aside for n, unit in f.amounts if unit == want.unit]
    for nth, figure in enumerate(said):
        if any(g in sentence.text[figure.start:figure.end] and g not in want.item.quote + want.item.action
               for g in data()["matching"]["groups"]):
            out.perhaps.append((sentence, span))
            continue
        out.tally.add(figure, line.slots, line.source, line.place, sentence.nth * 10 + nth)
        out.sure.append((sentence, span))


def _figures(want: Wanted, sentence: Sentence, span: Span, role: str, titled: bool) -> list[Figure]:
    """The figures that count for the item: of its unit, and by whom it is to be done."""
    found = list(sentence.figures_at(span))
    if not any(f.period or f.count is not None or f.times or f.amounts for f in found):
        around = (found[0].start, found[0].end)
        found = [replace(f, start=around[0], end=around[1]) for f in sentence.aside] or found
    if want.unit is not None:
        measured = [replace(f, count=n) for f in found for n, unit in f.amounts if unit == want.unit]
        if measured:
            return measured
        return [replace(f, count=None) for f in found[:1]]
    if want.acts is not None:  # 党费按月缴纳，每半年公示一次: only the latter for what is to be published
        acting = [f for f in found if want.acts.search(sentence.phrase((f.start, max(f.end, f.start + 1))))]
        found = acting or found
    # 全年集中学习不少于32学时 says nothing of how many times.
    units = {unit for m in want.matters for unit in m.units}
    found = [replace(f, period=None, times=()) if f.count is None and any(u in units for _, u in f.amounts) else f
             for f in found]
    if not want.personal:
        return found
    return [f for f in found if is_by(role, _who(sentence, span, f, alone=len(found) == 1), titled)]


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


def is_by(role: str, who: str, titled: bool) -> bool:
    """Whether it is he who bears the role who does it; where nobody is named, whether the plan is his own."""
    named = [name for name, _, _ in find_roles(who)]
    if any(word in who for word in data()["phrases"]["self"]):
        return True
    if not any(name.endswith(("书记", "委员")) for name in named):
        return titled
    return any(role_fits(role, name) for name in named if not name.endswith("副书记") or "副书记" in role)
