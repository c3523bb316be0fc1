"""Follow-up questions (追问): completed from the earlier questions of a conversation. A pure function of both.

那副书记呢 puts another role into the question before, 学校的呢 another kind of organisation, 党费呢 another topic;
多久一次 asks something else of the same topic, 也是每月吗 whether the same holds. How far a question leans on those
before is told by its words; which of its readings holds is decided by what they find.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.language.quantities import mentions
from kb.language.vocabulary import scopes
from kb.question.asking import scopes_asked
from kb.question.ellipsis import FEW, About, Leaning, Turn, followup, heard
from kb.question.state import State, taken_apart

MAX_TURNS = 20
MAX_TURN = 120
_MAX_READINGS = 3
Odd = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A question among those before it.

    `own` is all that it names, without the words that ask; `leaning` tells how far it needs the turns before,
    and `readings` are the ways to complete it from those, the likelier first, empty where nothing completes it.
    `before` is the last question, made to stand alone, None where there is none; `about` is what it asks about the
    answer to that, `same` what it asks whether the same figure holds of (高校也一样吗), both None where it asks nothing
    of the kind.
    """

    question: str
    own: str
    leaning: Leaning
    readings: tuple[str, ...]
    before: str | None
    about: About | None = None
    same: str | None = None

    @property
    def likeliest(self) -> str:
        """The question as it is most likely meant, as far as its words tell."""
        leans = self.leaning == "wholly" or (self.leaning == "likely" and len(self.own) <= FEW)
        return self.readings[0] if self.readings and leans else self.question


def converse(question: str, history: Sequence[str], *, aside: Callable[[str], bool] = lambda _: False,
             at_odds: Odd = lambda unit, role: False) -> Conversation:
    """Reads the question behind the earlier ones, the oldest first; those that `aside` tells of are passed over.

    `at_odds` tells of a kind of organisation and of a role or body that it does not have, both as named: the kind of
    an earlier turn is not taken over beside such a role.
    """
    def odd(unit: str, role: str) -> bool:
        return _differ(unit, role) or at_odds(unit, role)

    said: list[State] = []
    last: str | None = None
    asker: State | None = None
    for text in recent(history):
        turn = heard(text)
        if not turn.text or turn.about:
            continue
        if followup("aside").search(turn.text) or (turn.own and aside(text)):
            last = text
            continue
        leaning, readings = _read(turn, said, asker, odd)
        state = taken_apart(_settled(turn, leaning, readings, said))
        if turn.declares:
            asker = taken_apart(turn.bare)
        said.append(state)
        last = state.text
    stated = question.strip()
    turn = heard(stated[:MAX_TURN + 1])
    leaning, readings = _read(turn, said, asker, odd) if len(stated) <= MAX_TURN else ("not", [])
    readings = [stated if r == turn.text else r for r in dict.fromkeys(readings)][:_MAX_READINGS]
    same = taken_apart(readings[0]) if readings and turn.confirms == "" else None
    own = "".join([turn.own, *(words for _, words in turn.new)])
    context = same.context if same is not None and same.counts else None
    return Conversation(stated, own, leaning, tuple(readings), last, turn.about, context)


def recent(history: Sequence[str]) -> list[str]:
    """What of a history is looked at: the last MAX_TURNS, of each the last MAX_TURN characters; the time is bounded."""
    return [turn.strip()[-MAX_TURN:] for turn in history[-MAX_TURNS:]]


def _settled(turn: Turn, leaning: Leaning, readings: Sequence[str], said: Sequence[State]) -> str:
    """What an earlier turn asked, made to stand alone; one that may stand alone keeps the kind of organisation."""
    if readings and (leaning == "wholly" or (leaning == "likely" and turn.says_little)):
        return readings[0]
    unit = said[-1].named("unit") if said else None
    if leaning != "not" and unit is not None and not turn.names_unit:
        return said[-1].words(unit) + turn.bare
    return turn.bare if turn.declares else turn.text


def _read(turn: Turn, said: Sequence[State], asker: State | None, odd: Odd) -> tuple[Leaning, list[str]]:
    """How far a turn leans on what was said, and its completed readings, the likelier first."""
    if not said or not turn.text:
        return "not", []
    if turn.recalls is not None:
        return "wholly", _completed(turn.behind, _beside(turn.behind, _recalled(said, turn.recalls), odd))
    before = _beside(turn, said[-1], odd)
    if asker is not None and turn.asks and not turn.names_unit and (
            turn.leaning in ("not", "maybe") or not before.asks):
        return "wholly", _said_by(turn, asker)
    return turn.leaning, _completed(turn, before)


def _beside(turn: Turn, before: State, odd: Odd) -> State:
    """The earlier question, without its kind of organisation where the turn names a role that such a one has not."""
    unit = before.named("unit")
    if unit is None or turn.names_unit:
        return before
    return before.without_unit() if any(odd(before.words(unit), role) for _, role in turn.new) else before


def _differ(unit: str, role: str) -> bool:
    """Whether a role by its own name (机关党委书记) belongs to another kind of organisation."""
    own, of_role = set(scopes_asked(unit)), {s.name for s in scopes() if role.startswith(s.asked)}
    return bool(own and of_role and not own & of_role)


def _said_by(turn: Turn, asker: State) -> list[str]:
    """With what the asker told of himself, but for what the question names itself; last the question alone."""
    whole = "" if any(slot != "unit" for slot, _ in turn.new) else asker.kept()
    return [f"{kept}{turn.without_pronoun}" for kept in (whole, asker.kept(only_unit=True)) if kept] + [turn.text]


def _recalled(said: Sequence[State], what: str) -> State:
    """The latest question that shares most with `what`, else the last."""
    best, n = max((sum(w in s.text for w in what), n) for n, s in enumerate(said))
    return said[n] if best else said[-1]


def _completed(turn: Turn, before: State) -> list[str]:
    """The readings of a turn in the light of one question."""
    if not turn.bare:
        return [before.text]
    if turn.declares:
        return [before.with_names(turn.new or [("unit", turn.bare)]).text]
    if turn.confirms is not None:
        return _confirming(turn, turn.confirms, before)
    if turn.asks:
        return _asking(turn, before)
    if turn.own:
        return _of_another(turn, before)
    swapped = before.with_names(turn.new)
    if all(before.named(n.slot) for n in turn.names):
        return [swapped.text, swapped.with_plain_body().text]
    if turn.names_unit:
        return [swapped.text]
    of_topic = before.with_topic(turn.bare).text
    brief = f"{before.kept(only_unit=True)}{turn.bare}{before.interrogatives}"
    return [*([of_topic, swapped.text] if before.topic.endswith("会") else [swapped.text, of_topic]), brief]


def _asking(turn: Turn, before: State) -> list[str]:
    """多久一次: of the same topic; with names alone also the same as before: 支部委员要多少."""
    if not turn.own:
        swapped = before.with_names(turn.new)
        same = [swapped.text] if turn.names and before.asks else []
        return [*same, f"{swapped.context}，{turn.without_names}"]
    unit = [(slot, words) for slot, words in turn.new if slot == "unit"]
    context = before.with_names(unit).context
    person = any(n.slot != "unit" for n in turn.names)
    kept = "" if unit and person else before.kept(only_unit=person) if not unit else before.kept(but_unit=True)
    return [f"{context}，{turn.without_pronoun}", f"{kept}{turn.without_pronoun}"]


def _of_another(turn: Turn, before: State) -> list[str]:
    """谈心谈话: the same of another topic; 综合部门的: of another kind; 超过五千的: under another condition."""
    swapped = before.with_names(turn.new)
    other = turn.other
    of_topic, under = swapped.with_topic(other).text, swapped.with_more(other).text
    if turn.time is not None:
        return [swapped.at_time(turn.time).text]
    if turn.deviates:
        what_then = f"{swapped.essence}{turn.without_pronoun}怎么办"
        return [what_then, under] if swapped.counts else [under, what_then]
    if turn.attributive:
        return [swapped.with_names([("unit", other)]).text, of_topic, under]
    return [of_topic, under, f"{swapped.context}，{turn.bare}"]


def _confirming(turn: Turn, rest: str, before: State) -> list[str]:
    """党小组会也是每月吗: whether the stated, or else what was asked before, holds of another."""
    swapped = before.with_names(turn.new)
    if turn.own:
        unknown = turn.attributive and not turn.names
        swapped = swapped.with_names([("unit", turn.other)]) if unknown else swapped.with_topic(turn.other)
    figure = f"{rest}一次" if all(m.kind == "period" for m in mentions(rest)) and before.counts else rest
    return [f"{swapped.context}是{figure}吗" if rest else swapped.text]
