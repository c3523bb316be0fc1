"""The sentence a person reads first (答语), made of nothing but what the findings hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.domain import find_roles, load_toml, roles_of_heading
from kb.ingest.quantities import mentions
from kb.numerals import CN_DIGITS
from kb.types import Citation, Clause
from kb.understand import Ask, role_fits

MAX_ANSWER = 200
_MAX_LIST = 1000
_GROUPS = 4
_RESPONSIBLE = re.compile(r"[（(](责任(?:单位|人|部门)[:：][^;；)）]*)")
_NUMBERED = re.compile(
    rf"^(?:第[{CN_DIGITS}\d]+条[\s　]*|\d{{1,3}}[.．、]?|[（(][{CN_DIGITS}\d]+[）)]|[①-⑳])\s*")
Pair = tuple[Clause, Citation]


def compose(ask: Ask, found: Sequence[Pair]) -> str:
    """The short answer to a question with findings: at most MAX_ANSWER characters, except for lists."""
    first = found[0]
    if ask.kind == "yesno":
        return _clip(_verdict(ask, first))
    if ask.kind == "compare" and len(found) > 1:
        return _clip(_side_by_side(found))
    if ask.kind in ("count", "when", "compare") and _figure(first[1]):
        return _clip(_figures(found))
    if ask.kind == "who":
        return _clip(_who(first))
    if ask.kind in ("list", "definition"):
        return _clip(_said(first), _MAX_LIST)
    return _clip(_said(first))


def compose_list(found: Sequence[Pair]) -> str:
    """The answer to a question for a whole list of duties: 共 N 条 and how each begins."""
    bodies = [_NUMBERED.sub("", c.text) if c.number else c.text for c, _ in found]
    heads = [re.split("[。：；，,]", body, maxsplit=1)[0] for body in bodies]
    total = load_toml("phrases.toml")["total"].format(n=len(found))
    return _clip(f"{found[0][0].list_title}，{total}：{'；'.join(heads)}。", _MAX_LIST)


def not_found(question: str, *, near: bool) -> str:
    """One sentence that names what was looked for; `near` tells whether clauses are offered with it."""
    asked = re.sub(r"\s+", "", question).rstrip("？?。！!")
    asked = asked if len(asked) <= 60 else asked[:59] + "…"
    return str(load_toml("phrases.toml")["not_found" if near else "not_found_empty"].format(asked=asked))


def _figure(f: Citation) -> str:
    """What a finding says in numbers: 每年至少1次."""
    return (f.period or "") + (f.value or "")


def _figures(found: Sequence[Pair]) -> str:
    """The first figure, the words it stands in, and how other roles and kinds of organisation are ruled."""
    groups: dict[str, list[str]] = {}
    for c, f in found:
        if _figure(f):
            who = groups.setdefault(_figure(f), [])
            who += [_whose(c, f)] if _whose(c, f) not in who else []
    first, *others = groups
    head = f"{first}。" if not others else f"{first}（{'、'.join(groups[first][:3])}）。"
    if len(head) + len(found[0][1].quote) <= MAX_ANSWER - 40:
        head += _said(found[0])
    rest = [f"{'、'.join(groups[g][:3])}：{g}" for g in others[:_GROUPS]]
    return head + ("其他规定：" + "；".join(rest) + "。" if rest else "")


def _side_by_side(found: Sequence[Pair]) -> str:
    room = max(24, (MAX_ANSWER - 10) // min(len(found), _GROUPS) - 14)
    return "；".join(f"{_whose(*p)}：{_clip(_words(p), room)}" for p in found[:_GROUPS]) + "。"


def _verdict(ask: Ask, pair: Pair) -> str:
    """Yes or no where the question states a figure that the finding confirms or contradicts; else what is ruled."""
    f = pair[1]
    said = _said(pair)
    if not f.value and not f.period:
        return f"有规定：{said}"
    asked, ruled = mentions(ask.text), mentions(f.quote)
    periods = {m.period for m in asked if m.kind == "period" and m.period}
    stated = [m for m in asked if m.kind == "count" and (m.count != 1 or periods)]
    matches = [(m, r) for m in stated for r in ruled if r.kind == "count" and _same_unit(m.unit, r.unit)]
    if not matches and not (periods and f.period):
        return f"有规定：{said}"
    agrees = all(any(_agrees(m.count, r.count) for n, r in matches if n is m) for m, _ in matches)
    agrees = agrees and (not periods or f.period is None or f.period in periods)
    return f"{'是。' if agrees else '不是。'}{said}"


def _same_unit(a: str | None, b: str | None) -> bool:
    alike = {"名": "人", "位": "人", "回": "次", "课时": "学时", "月": "个月"}
    return alike.get(a or "", a) == alike.get(b or "", b)


def _agrees(stated: float | tuple[float, float] | None, ruled: float | tuple[float, float] | None) -> bool:
    if isinstance(ruled, tuple) and isinstance(stated, float):
        return ruled[0] <= stated <= ruled[1]
    return stated == ruled


def _who(pair: Pair) -> str:
    """The sentence, behind the role that the list binds where it names nobody; then the body printed as responsible."""
    clause, f = pair
    said = _said(pair)
    bound = next((r for h in reversed(clause.path) if (r := roles_of_heading(h))), ())
    named = find_roles(f.quote)
    if bound and not any(role_fits(b, n) for b in bound for n, _, _ in named[:1]):
        said = f"{bound[0]}。{said}"
    m = _RESPONSIBLE.search(clause.text)
    if m is not None and m.group(1) not in said:
        said = f"{m.group(1)}。{said}"
    return said


def _words(pair: Pair) -> str:
    """The quoted words on one line, without the printed number where they begin with it."""
    clause, f = pair
    flat = re.sub(r"\s+", "", f.quote)
    return _NUMBERED.sub("", flat) if f.start == 0 and clause.number is not None else flat


def _said(pair: Pair) -> str:
    quote = _clip(_words(pair), _MAX_LIST)
    return quote if quote[-1:] in "。！？…" else quote.rstrip("；;，,、") + "。"


def _whose(clause: Clause, f: Citation) -> str:
    kind = "" if clause.scope == ("通用",) else "、".join(clause.scope)
    who = f.subject or (clause.roles[0] if clause.roles else "")
    return (who if not kind or who.startswith(kind) else f"{kind}{who}") or "通用"


def _clip(text: str, limit: int = MAX_ANSWER) -> str:
    return text if len(text) <= limit else text[:limit - 1] + "…"
