"""The sentence a person reads first (答语), made of nothing but what the findings hold."""

from __future__ import annotations

from collections.abc import Sequence

from kb.answer.understand import Ask
from kb.types import Citation, Clause

MAX_ANSWER = 200


def compose(ask: Ask, findings: Sequence[tuple[Clause, Citation]]) -> str:
    """The short answer, at most MAX_ANSWER characters."""
    if not findings:
        return "知识库里没有找到回答这个问题的条款。下面是内容最接近的条款，供参考。"
    if ask.kind in ("count", "when", "yesno") and any(f.value or f.period for _, f in findings):
        return _figures(findings)
    return _clip(findings[0][1].quote)


def _figures(findings: Sequence[tuple[Clause, Citation]]) -> str:
    groups: dict[str, list[str]] = {}
    for clause, f in findings:
        figure = (f.period or "") + (f.value or "")
        if figure:
            who = f"{clause.scope[0]}{f.subject or ''}" if clause.scope != ("通用",) else f.subject or ""
            groups.setdefault(figure, [])
            if who and who not in groups[figure]:
                groups[figure].append(who)
    first = next(iter(groups))
    if len(groups) == 1:
        return f"{first}。"
    parts = [f"{'、'.join(who)}{figure}" for figure, who in groups.items()]
    return _clip(f"{first}。按适用对象：" + "；".join(parts) + "。")


def _clip(text: str) -> str:
    return text if len(text) <= MAX_ANSWER else text[:MAX_ANSWER - 1] + "…"
