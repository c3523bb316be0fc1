"""The sentence a person reads first (答语), made of nothing but what the findings hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.answer.actor import actor
from kb.answer.doers import begins_with_doer, doers
from kb.answer.evidence import answers_unit
from kb.answer.leading_words import leading_words, without_label
from kb.data import load_toml
from kb.language.fits import any_role_fits, scope_fit
from kb.language.numerals import CN_DIGITS
from kb.language.pairs import bigrams
from kb.language.vocabulary import find_roles, roles_of_heading
from kb.question.asking import pattern
from kb.question.question import Question
from kb.types import Citation, Clause, Obligation

MAX_ANSWER = 200
_MAX_LIST = 1000
_GROUPS = 4
_SOON = 12
_RESPONSIBLE = re.compile(r"[（(](责任(?:单位|人|部门)[:：](?:[^;；)）(（]|[（(][^)）]*[)）])*)")
_NUMBERED = re.compile(
    rf"^(?:第[{CN_DIGITS}\d]+条[\s　]*|\d{{1,3}}[.．、]?|[（(][{CN_DIGITS}\d]+[）)]|[①-⑳])\s*")
_LEADS = frozenset("由归让该是人")
Pair = tuple[Clause, Citation]


def compose(question: Question, found: Sequence[Pair], *, rules: Sequence[Obligation] = (), verdict: str | None = None
            ) -> str:
    """The short answer to a question with findings: at most MAX_ANSWER characters, except for lists.

    `rules` are the obligations of the first clause, `verdict` what the first finding says of what the question claims.
    """
    first = found[0]
    if question.kind == "yesno":
        return _clip(_decided(question, first, verdict))
    if question.compares and question.kind != "list" and len(found) > 1:
        return _clip(_side_by_side(question, found))
    if question.kind in ("count", "when", "compare") and figure_of(first[1]):
        return _clip(_figures(question, found, rules))
    if question.kind == "who":
        return _clip(_who(question, first))
    if question.kind in ("list", "definition"):
        return _clip(_said(question, first), _MAX_LIST)
    return _clip(leading_words(question, _said(question, first)))


def not_found(question: Question, stated: str, near: Sequence[Clause]) -> str:
    """One sentence that names what was looked for; `near` are the clauses offered with it, nearest first.

    Where all of those bind other kinds of organisation or other roles than the question names, it says whose they are.
    """
    asked = re.sub(r"\s+", "", stated).rstrip("？?。！!")
    asked = asked if len(asked) <= 60 else asked[:59] + "…"
    phrases = load_toml("phrases.toml")
    if not near:
        return str(phrases["not_found_empty"].format(asked=asked))
    others = _others(question, near)
    return str(phrases["not_found_other" if others else "not_found"].format(asked=asked, others=others))


def _others(question: Question, near: Sequence[Clause]) -> str:
    """Whose rules the nearest clauses are, where none of them binds what the question names."""
    if question.scopes and all(scope_fit(question.scopes, c.scope) < 0 for c in near):
        return "、".join(dict.fromkeys(s for c in near for s in c.scope))
    if question.roles and all(c.roles and not any_role_fits(question.roles, c.roles) for c in near):
        return "、".join(dict.fromkeys(r for c in near for r in c.roles[:1]))
    return ""


def figure_of(f: Citation) -> str:
    """What a finding says in numbers: 每年至少1次."""
    return (f.period or "") + (f.value or "")


def _figures(question: Question, found: Sequence[Pair], rules: Sequence[Obligation]) -> str:
    """The first figure, the words it stands in, and how other roles and kinds of organisation are ruled.

    A question for several quantities gets all that the first finding gives, instead of how others are ruled.
    """
    several = _each_figure(question, found[0][1], rules)
    if len(several) > 1:
        return f"{'；'.join(several)}。{_said(question, found[0])}"
    groups: dict[str, list[str]] = {}
    for c, f in found:
        if figure_of(f):
            who = groups.setdefault(figure_of(f), [])
            who += [bound_by(c, f)] if bound_by(c, f) not in who else []
    first, *others = groups
    mine = groups[first][:_GROUPS]
    head = f"{first}（{'、'.join(mine)}）。" if others else f"{first}。"
    if len(head) + len(found[0][1].quote) <= MAX_ANSWER - 40:
        head += _said(question, found[0])
    rest = [f"{'、'.join(groups[g][:3])}：{g}" for g in others[:_GROUPS]]
    if rest:
        return head + "其他规定：" + "；".join(rest) + "。"
    return head + (f"{'、'.join(mine[1:])}也是这样。" if mine[1:] else "")


def _each_figure(question: Question, f: Citation, rules: Sequence[Obligation]) -> list[str]:
    """For each kind of quantity asked for, the first that the quoted words give."""
    inside = [d for d in rules if f.start <= d.start and d.end <= f.end]
    given = []
    for unit in question.units:
        rule = next((d for d in inside if answers_unit(unit, d) and d not in given), None)
        if rule is not None:
            given.append(rule)
    return [("" if d.period in (None, "一次性") else str(d.period)) + (d.value or d.deadline or "") for d in given]


def _side_by_side(question: Question, found: Sequence[Pair]) -> str:
    """Each side with its figure, where it has one, and as many of its words as there is room for."""
    shown = found[:2]
    figures = [figure_of(f) for _, f in shown]
    compared = all(figures) and pattern("likeness").search(question.text)
    same = "" if not compared else "一样。" if len(set(figures)) == 1 else "不一样。"
    room = max(24, (MAX_ANSWER - 2 - len(same)) // len(shown) - 1)
    sides: dict[tuple[str, str], list[str]] = {}
    for pair in shown:
        sides.setdefault((figure_of(pair[1]), words_of(pair)), []).append(bound_by(*pair))
    said = []
    for (figure, words), whose in sides.items():
        head = f"{'、'.join(dict.fromkeys(whose))}：" + (f"{figure}，" if figure else "")
        said.append(head + _clip(words, max(12, room - len(head))).rstrip("。；;，,、"))
    return same + "；".join(said) + "。"


def _decided(question: Question, pair: Pair, verdict: str | None) -> str:
    """Yes or no and what is ruled; where the clause does not settle it, only that."""
    figure = "，".join(filter(None, (_date_of(question, pair[1]), figure_of(pair[1]))))
    said = leading_words(question, _said(question, pair))
    if verdict is None:
        return f"规定是：{said}"
    return f"{verdict}，{figure}。{said}" if figure else f"{verdict}。{said}"


def _date_of(question: Question, f: Citation) -> str:
    """The date that a question states, where the quoted words have it and the figure in front of them has not."""
    dates = [m.deadline for m in question.quantities if m.deadline and m.deadline in re.sub(r"\s+", "", f.quote)]
    return next((d for d in dates if d not in figure_of(f)), "")


def _who(question: Question, pair: Pair) -> str:
    """The sentence, behind the role that the list binds where it names nobody; then the body printed as responsible."""
    clause, f = pair
    said = _said(question, pair)
    who = actor(question, said)
    if who is not None:
        return said if 0 <= said.find(who) <= _SOON else f"{who}。{said}"
    bound = next((r for h in reversed(clause.path) if (r := roles_of_heading(h))), ())
    named = find_roles(f.quote)
    told = begins_with_doer(said) or bool(doers(said)) or any_role_fits(bound, [n for n, _, _ in named[:1]])
    if bound and _asks_doer(question) and not told:
        said = f"{bound[0]}。{said}"
    m = _RESPONSIBLE.search(clause.text)
    return f"{m.group(1)}。{said}" if m is not None else leading_words(question, said)


def _asks_doer(question: Question) -> bool:
    """Whether somebody is asked for who acts (由谁, 谁来记), not to whom something is done (配合谁) nor whose it is."""
    before, after = question.beside
    if question.seeks_recipient or pattern("whose").search(question.text):
        return False
    return bool(after) or not before or before[-1] in _LEADS


def words_of(pair: Pair) -> str:
    """The quoted words on one line, without the printed number where they begin with it."""
    clause, f = pair
    if f.start > 0 or clause.number is None:
        return re.sub(r"\s+", "", f.quote)
    # A number of several parts, 2.2.1, goes as a whole, and before the blank that keeps it from a figure goes.
    parted = re.match(rf"\s*{re.escape(clause.number)}[.．、]?\s*", f.quote) if "." in clause.number else None
    return re.sub(r"\s+", "", f.quote[parted.end():] if parted else _NUMBERED.sub("", f.quote.lstrip()))


def _said(question: Question, pair: Pair) -> str:
    about = [p for part in question.content.split() for p in bigrams(part)]
    quote = _clip(without_label(words_of(pair), about), _MAX_LIST)
    return quote if quote[-1:] in "。！？…" else quote.rstrip("；;，,、") + "。"


def bound_by(clause: Clause, f: Citation) -> str:
    """Whom a finding binds, as an answer calls it: 国企党支部."""
    kind = "" if clause.scope == ("通用",) else "、".join(clause.scope)
    who = f.subject or (clause.roles[0] if clause.roles else "")
    return (who if not kind or who.startswith(kind) else f"{kind}{who}") or "通用"


def _clip(text: str, limit: int = MAX_ANSWER) -> str:
    return text if len(text) <= limit else text[:limit - 1] + "…"
