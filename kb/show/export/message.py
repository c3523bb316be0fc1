"""One answer to pass on (复制整个回答): as plain text for a message, and as HTML for a word processor.

Both hold the question, the conclusion, the words of each clause that answer, and its full citation.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kb.show.card import Card, Group
from kb.show.export.text import one_line, printable
from kb.show.marks import circled
from kb.show.quote import Quote


def to_text(card: Card) -> str:
    """Plain text, a line each; no markup and nothing that a chat program would change."""
    lines = [f"问：{one_line(card.understood_as or card.question)}", f"答：{one_line(card.said)}"]
    lines += [f"（{card.filters}）"] if card.filters else []
    for heading, groups in _sections(card):
        lines += ["", f"{heading}："]
        for group in groups:
            for quote in group.quotes:
                lines += [f"{circled(quote.number)}{_kind(group)}{one_line(quote.said)}", f"——{_source(quote)}"]
    return "\n".join([*lines, "", _origin(card)])


def to_html(card: Card) -> str:
    """HTML of plain elements, which a word processor takes over with its own fonts."""
    parts = [f"<p><b>问：{_html(card.understood_as or card.question)}</b></p>",
             f"<p>答：{_html(card.said)}</p>"]
    parts += [f"<p>（{_html(card.filters)}）</p>"] if card.filters else []
    for heading, groups in _sections(card):
        parts.append(f"<p><b>{_html(heading)}：</b></p>")
        for group in groups:
            for quote in group.quotes:
                words = "".join(f"<b>{_html(w)}</b>" if answers else _html(w) for w, answers in quote.pieces)
                parts.append(f"<blockquote><p>{circled(quote.number)}{_html(_kind(group))}{words}</p>"
                             f"<p>——{_html(_source(quote))}</p></blockquote>")
    return "".join([*parts, f"<p>{_html(_origin(card))}</p>"])


def _sections(card: Card) -> Iterator[tuple[str, tuple[Group, ...]]]:
    for heading, groups in (("依据", card.groups), ("其他单位的规定", card.others)):
        if groups:
            yield heading, groups


def _kind(group: Group) -> str:
    return f"【{group.scope}】"


def _source(quote: Quote) -> str:
    return one_line(quote.citation) + (f"（{one_line(quote.status)}）" if quote.status else "")


def _origin(card: Card) -> str:
    day = card.asked_on
    return f"（{day.year}年{day.month}月{day.day}日查自党建规章知识库，以正式文件为准）"


def _html(text: str) -> str:
    return escape(one_line(printable(text)))
