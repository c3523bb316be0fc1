"""Markdown (.md): CommonMark with tables and footnotes, through markdown-it-py.

The marks vanish and what they mean stays: headings, list items, tables, the text of links. A footnote follows the
paragraph that refers to it. HTML within, as programs that recognise text write tables, is read as a web page is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from kb.ingest.readers.encoding import decode
from kb.ingest.readers.html import fragment_blocks
from kb.ingest.readers.reading import Block, Cell, Heading, ListItem, Paragraph, Reading, Table

_HTML_TABLE = re.compile(r"<table\b.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# Marks that CommonMark leaves standing: emphasis beside Chinese punctuation (**“党课”**制度), footnotes without text,
# and the boxes of task lists.
_EMPHASIS = re.compile(r"\*\*([^*\n]+)\*\*")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,20}\]")
_TASK = re.compile(r"^\[[ xX]\]\s+")
_SENTENCE = re.compile("。|[；！？]$")


def read(path: Path) -> Reading:
    """The blocks of the file. Raises ReadError where it cannot be decoded."""
    decoded = decode(path.read_bytes(), path.name)
    return Reading(tuple(_Blocks(decoded.text).out), "markdown/1", warnings=decoded.warnings)


def _parser() -> MarkdownIt:
    """Indented text is a paragraph, as Chinese paragraphs are, and no code."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    return parser.use(front_matter_plugin).use(footnote_plugin)


class _List:
    """An open list: the number of its next item, None where it is not numbered."""

    def __init__(self, token: Token) -> None:
        self._next = int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None

    def number(self, token: Token) -> str | None:
        """The number of an item as written; as counted where it was not written on (1. 1. 1.)."""
        if self._next is None:
            return None
        written = int(token.info) if token.info.isdigit() else 0
        number = max(written, self._next)
        self._next = number + 1
        return f"{number}{token.markup if token.markup in ('.', ')') else '.'}"


class _Blocks:
    """Walks the tokens of a text once; `out` holds the blocks."""

    def __init__(self, text: str) -> None:
        text = _HTML_TABLE.sub(lambda m: "\n\n" + re.sub(r"\n\s*\n", "\n", m.group()) + "\n\n", text)
        tokens = _parser().parse(text)
        self.notes = _notes(tokens)
        self.out: list[Block] = []
        self.lists: list[_List] = []
        self.opened: Token | None = None  # the list item whose first words are still to come
        self.walk(tokens)
        for note in list(self.notes):
            self.out += self.note(note)

    def walk(self, tokens: Sequence[Token]) -> None:
        i = 0
        while i < len(tokens):
            token = tokens[i]
            if token.type == "footnote_block_open":
                i = _close(tokens, i)
            elif token.type == "heading_open":
                self.heading(tokens[i + 1], int(token.tag[1]))
                i = _close(tokens, i)
            elif token.type == "table_open":
                end = _close(tokens, i)
                self.table(tokens[i:end])
                i = end
            else:
                self.token(token)
            i += 1

    def token(self, token: Token) -> None:
        if token.type == "inline":
            self.paragraph(token)
        elif token.type == "html_block":
            self.out += fragment_blocks(token.content)
        elif token.type == "fence" and token.info.strip().lower() in ("markdown", "md"):
            self.out += _Blocks(token.content).out
        elif token.type == "fence":
            self.out += [Paragraph(line) for line in token.content.splitlines()]
        elif token.type in ("ordered_list_open", "bullet_list_open"):
            self.lists.append(_List(token))
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            self.lists.pop()
        elif token.type == "list_item_open":
            self.opened = token
        elif token.type == "list_item_close":
            self.opened = None

    def heading(self, inline: Token, level: int) -> None:
        """A heading; a whole sentence that is marked as one, or underlined by a rule, is a paragraph."""
        text, notes = self.words(inline)
        if text.strip():
            self.out += [Paragraph(text) if _SENTENCE.search(text) else Heading(text, level), *notes]

    def paragraph(self, inline: Token) -> None:
        text, notes = self.words(inline)
        text += "".join(f"（注：{note.text.strip()}）" for note in notes)
        if self.opened is not None and self.lists:
            number = self.lists[-1].number(self.opened)
            self.opened = None
            self.out.append(ListItem(_TASK.sub("", text), number))
        else:
            self.out.append(Paragraph(text))

    def table(self, tokens: Sequence[Token]) -> None:
        rows: list[list[Cell]] = []
        below: list[Block] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                text, notes = self.words(token)
                rows[-1].append(Cell(text))
                below += notes
        self.out += [Paragraph(""), Table(tuple(tuple(row) for row in rows)), Paragraph(""), *below]

    def words(self, inline: Token) -> tuple[str, list[Paragraph]]:
        """The words of a paragraph, and the footnotes that it refers to."""
        notes: list[Paragraph] = []
        text = "".join(self.pieces(inline.children or (), notes))
        return _NOTE_MARK.sub("", _EMPHASIS.sub(r"\1", text)), notes

    def pieces(self, children: Sequence[Token], notes: list[Paragraph]) -> Iterator[str]:
        struck = 0  # what is struck out is withdrawn
        for child in children:
            struck += (child.type == "s_open") - (child.type == "s_close")
            if struck:
                continue
            if child.type in ("text", "text_special", "code_inline"):
                yield child.content
            elif child.type in ("softbreak", "hardbreak") or (
                    child.type == "html_inline" and _BREAK.fullmatch(child.content)):
                yield "\n"
            elif child.type == "footnote_ref":
                notes += self.note(child.meta["id"])

    def note(self, number: int) -> list[Paragraph]:
        """The paragraphs of a footnote, the first time that it is asked for."""
        return [Paragraph(self.words(inline)[0]) for inline in self.notes.pop(number, ())]


def _notes(tokens: Sequence[Token]) -> dict[int, list[Token]]:
    """The paragraphs of every footnote by its number."""
    notes: dict[int, list[Token]] = {}
    current: list[Token] = []
    for token in tokens:
        if token.type == "footnote_open":
            current = notes.setdefault(token.meta["id"], [])
        elif token.type == "footnote_close":
            current = []
        elif token.type == "inline":
            current.append(token)
    return notes


def _close(tokens: Sequence[Token], start: int) -> int:
    """Where the token stands that closes the one at `start`."""
    closing, level = tokens[start].type.replace("_open", "_close"), tokens[start].level
    return next(i for i in range(start, len(tokens)) if tokens[i].type == closing and tokens[i].level == level)
