"""The sentence a person reads first (答语), made of nothing but what the findings hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kb.domain import find_roles, load_toml, roles_of_heading
from kb.ingest.quantities import mentions
from kb.types import Citation, Clause, Query
from kb.understand import Ask, role_fits

if TYPE_CHECKING:
    from kb.answer.engine import Considered

MAX_ANSWER = 200
_GROUPS = 4
_RESPONSIBLE = re.compile(r"[（(]责任(?:单位|人|部门)[:：][^;；)）]*")
Pair = tuple[Clause, Citation]


def compose(ask: Ask, found: Sequence[Pair], titles: Mapping[str, tuple[str, str]]) -> str:
    """The short answer: at most MAX_ANSWER characters, except for lists."""
    if len(found) > 1 and all(f.start == 0 and f.end == len(c.text) for c, f in found):
        return _whole_list(found)
    if ask.kind == "yesno":
        return _clip(_verdict(ask, found))
    numeric = [(c, f) for c, f in found if f.value or f.period]
    if numeric and numeric[0][1] is found[0][1] and ask.kind in ("count", "when", "compare"):
        return _clip(_figures(numeric))
    if ask.kind == "who":
        return _clip(_who(found[0]))
    if ask.kind == "compare" and len(found) > 1:
        return _clip("；".join(f"{_whose(c, f)}：{_short(f.quote)}" for c, f in found[:_GROUPS]) + "。")
    return _clip(_said(found[0]))


def not_found(ask: Ask, considered: Considered, query: Query) -> str:
    """One sentence that names what was looked for."""
    phrases = load_toml("phrases.toml")
    asked = re.sub(r"\s+", "", query.question)
    asked = asked if len(asked) <= 60 else asked[:59] + "…"
    template = phrases["not_found"] if considered.evidence else phrases["not_found_empty"]
    return str(template.format(asked=asked.rstrip("？?。！!")))


def figure(f: Citation) -> str:
    """What a finding says in numbers: 每年至少1次."""
    return (f.period or "") + (f.value or "")


def _figures(found: Sequence[Pair]) -> str:
    """The first figure, the words it stands in, and how other roles and kinds of organisation are ruled."""
    groups: dict[str, list[str]] = {}
    for c, f in found:
        who = groups.setdefault(figure(f), [])
        if _whose(c, f) not in who:
            who.append(_whose(c, f))
    first, *others = groups
    head = f"{first}。" if not others else f"{first}（{'、'.join(groups[first][:3])}）。"
    quote = _short(found[0][1].quote)
    if len(head) + len(quote) < MAX_ANSWER // 2:
        head += f"{quote}。"
    rest = [f"{'、'.join(groups[g][:3])}：{g}" for g in others[:_GROUPS]]
    return head + ("其他规定：" + "；".join(rest) + "。" if rest else "")


def _verdict(ask: Ask, found: Sequence[Pair]) -> str:
    """Yes or no where the question states a figure that a finding confirms or contradicts; else what is ruled."""
    c, f = found[0]
    stated = [m for m in mentions(ask.text) if m.kind == "count"]
    periods = {m.period for m in mentions(ask.text) if m.kind == "period" and m.period}
    ruled = [m for m in mentions(f.quote) if m.kind == "count"]
    comparable = [(s, r) for s in stated for r in ruled if _same_unit(s.unit, r.unit)]
    if not comparable and not (periods and f.period):
        return f"有规定：{_said(found[0])}"
    agrees = all(any(_agrees(s.count, r.count, r.comparator) for s2, r in comparable if s2 is s) for s, _ in comparable)
    agrees = agrees and (not periods or f.period is None or f.period in periods)
    return f"{'是。' if agrees else '不是。'}{_said(found[0])}"


def _same_unit(a: str | None, b: str | None) -> bool:
    alike = {"名": "人", "位": "人", "回": "次", "课时": "学时", "月": "个月"}
    return alike.get(a or "", a) == alike.get(b or "", b)


def _agrees(stated: float | tuple[float, float] | None, ruled: float | tuple[float, float] | None,
            comparator: str | None) -> bool:
    if isinstance(ruled, tuple) and isinstance(stated, float):
        return ruled[0] <= stated <= ruled[1]
    return stated == ruled


def _who(pair: Pair) -> str:
    """The responsible body printed with the clause, or the sentence itself behind the role that the list binds."""
    clause, f = pair
    m = _RESPONSIBLE.search(clause.text)
    if m is not None:
        return f"{m.group()[1:]}。"
    named = find_roles(f.quote)
    bound = next((r for h in reversed(clause.path) if (r := roles_of_heading(h))), ())
    if bound and not any(role_fits(b, n) for b in bound for n, _, _ in named[:1]):
        return f"{bound[0]}：{_said(pair)}"
    return _said(pair)


def _said(pair: Pair) -> str:
    quote = _short(pair[1].quote, MAX_ANSWER - 30)
    return quote if quote[-1] in "。！？…" else quote.rstrip("；;，,") + "。"


def _whole_list(found: Sequence[Pair]) -> str:
    heads = [re.split("[。：；，,]", re.sub(r"^[\d（(一二三四五六七八九十）).．、\s]+", "", c.text), maxsplit=1)[0]
             for c, _ in found]
    total = load_toml("phrases.toml")["total"].format(n=len(found))
    return f"{found[0][0].list_title}，{total}：" + "；".join(heads) + "。"


def _whose(clause: Clause, f: Citation) -> str:
    kind = "" if clause.scope == ("通用",) else "、".join(clause.scope)
    who = f.subject or (clause.roles[0] if clause.roles else "")
    return who if not kind or who.startswith(kind) else f"{kind}{who}"


def _short(text: str, limit: int = 80) -> str:
    flat = re.sub(r"\s+", "", text)
    flat = re.sub(r"^(?:\d{1,3}[.．、]|[（(][一二三四五六七八九十\d]+[）)]|[①-⑳])", "", flat)
    return flat if len(flat) <= limit else flat[:limit - 1] + "…"


def _clip(text: str) -> str:
    return text if len(text) <= MAX_ANSWER else text[:MAX_ANSWER - 1] + "…"
