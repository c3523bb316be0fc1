"""A conversation as Markdown (导出). Whatever a question or clause holds is text: no character of it is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from kb.show.card import Card, Group
from kb.show.export.text import one_line, printable
from kb.show.quote import Quote

# What is markup wherever it stands; and what is only where it stands so.
_SPECIAL = re.compile(
    r"([\\`*\[])"  # code, emphasis, links
    r"|(?<![^\W_])(_)|(_)(?![^\W_])"  # emphasis, not within a word
    r"|(<)(?=[A-Za-z/!?])|(&)(?=#?\w+;)"  # tags, entities
    r"|(:)(?=//)|(?<=\w)(@)(?=\w)"  # addresses
    r"|(?:(?<=\s)|(?<=#)|^)(#)"  # headings and their ends
    r"|^(\s*>)", re.MULTILINE)
# Markup only in pairs: struck out, formulas.
_PAIRED = ("~", "$")
_OPENING = re.compile(r"^(\s*)([-+](?=[-+\s]|$)|=(?=[=\s]|$)|\d+(?=[.)](?:\s|$)))", re.MULTILINE)
_WORDS = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)


def escaped(text: str) -> str:
    """`text` such that a reader of Markdown sees just these characters; control characters are left out.

    Only what would be markup where it stands is escaped: 制度：a:b stays as it is.
    """
    out = _SPECIAL.sub(lambda m: "\\" + m.group() if m.group()[-1] != ">" else m.group()[:-1] + "\\>", printable(text))
    for mark in _PAIRED:
        out = out.replace(mark, f"\\{mark}") if out.count(mark) > 1 else out
    out = re.sub(r"(?i)\bwww\.", lambda m: m.group()[:-1] + "\\.", out)
    return _OPENING.sub(_escaped_opening, out)


def _escaped_opening(m: re.Match[str]) -> str:
    """List markers and underlines of headings, in no place but a line's beginning, lose their meaning."""
    blanks = " " if m.group(1) else ""
    return f"{blanks}{m.group(2)}\\" if m.group(2).isdecimal() else f"{blanks}\\{m.group(2)}"


def _strong(text: str, *, before: str = "", after: str = "") -> str:
    """Text in bold, line by line. Punctuation at its ends stays outside where a letter of the text around (`before` and
    `after` it) would keep bold from beginning or ending there; blanks always do.
    """
    lines, out = text.split("\n"), []
    for n, line in enumerate(lines):
        m = _WORDS.match(line)
        start, words, end = m.groups() if m else ("", line, "")
        if not words:
            out.append(escaped(line))
            continue
        if not (n == 0 and before[-1:].isalnum()):
            start, words = _blanks(start), start.lstrip() + words
        if not (n == len(lines) - 1 and after[:1].isalnum()):
            words, end = words + end.rstrip(), _blanks(end[::-1])
        out.append(f"{escaped(start)}**{escaped(words)}**{escaped(end)}")
    return "\n".join(out)


def _blanks(text: str) -> str:
    return text[:len(text) - len(text.lstrip())]


def to_markdown(cards: Sequence[Card], *, today: date) -> str:
    """The whole conversation, one section a question."""
    blocks = ["# 党建问答", f"{today.isoformat()}　共 {len(cards)} 个问题。条款逐字引自知识库，以正式文件为准。"]
    for n, card in enumerate(cards, 1):
        blocks += _section(n, card)
    return "\n\n".join(blocks) + "\n"


def _section(n: int, card: Card) -> Iterator[str]:
    yield f"## {n}. {_line(card.question)}"
    notes = [f"理解为：{_line(card.understood_as)}"] if card.understood_as else []
    notes += [f"筛选：{_line(card.filters)}"] if card.filters else []
    if notes:
        yield "　".join(notes)
    yield _strong(one_line(card.said))
    for group in card.groups:
        yield from _group(group)
    if card.others:
        yield "### 其他单位的规定"
        for group in card.others:
            yield from _group(group)
    if card.related and not card.groups:
        yield "### 内容相近的条款（不是回答）"
        for quote in card.related:
            yield _quote(quote)


def _group(group: Group) -> Iterator[str]:
    yield f"{_line(group.scope)}：{_line(group.summary)}"
    for quote in group.quotes:
        yield _quote(quote)


def _quote(quote: Quote) -> str:
    around = ["", *(piece for piece, _ in quote.pieces), ""]
    text = "".join(_strong(piece, before=around[n], after=around[n + 2]) if answers else escaped(piece)
                   for n, (piece, answers) in enumerate(quote.pieces))
    status = f"（{_line(quote.status)}）" if quote.status else ""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return "\n>\n".join(f"> {line}" for line in (*lines, f"——{_line(quote.citation)}{status}"))


def _line(text: str) -> str:
    return escaped(one_line(text))
