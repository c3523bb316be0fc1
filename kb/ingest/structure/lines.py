"""The canonical text as lines, and which of them are no part of the regulation (导航、目录、页脚、空栏、样式模板)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.ingest.structure.numbering import parse_marker
from kb.language.view import same_length
from kb.language.vocabulary import boilerplate, title_marks

_ATTACHMENT = re.compile(r"^附(?:(?:件|表|录)\s*[一二三四五六七八九十\d]*\s*(?:[:：]|$|\s)|[:：])")
# 附件：1.登记表, and the lines below it that go on with 2.
_ATTACHMENT_LIST = re.compile(r"^附(?:件|表)?\s*[:：]\s*1\s*[.．、]")
_LIST_ITEM = re.compile(r"^\d{1,2}\s*[.．、]")
_DATE = re.compile(r"^(?:\d{4}|[〇○零一二三四五六七八九十]{4})\s*年.{1,8}月.{1,8}日$")
_TOC_ENTRY = re.compile(r"^(?P<title>.+?)[\s.．…·]*(?:\t|\s{2,}|…|·{2,}|\.{3,})[\s.．…·]*(?P<page>\d{1,4})$")
_NUMBERED = re.compile(r"[\d（(一二三四五六七八九十]")
_SENTENCE_END = "。！？；!?;"
_LETTERHEAD = 8  # lines, among which a letterhead stands
_NAMES_LETTERS = re.compile(r"^(?!.*关于).{2,40}文件$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the canonical text without its outer blanks; offsets are into the canonical text.

    `plain` is the text as long as it is, in plain characters: what patterns are matched against.
    """

    start: int
    end: int
    text: str
    raw: str
    raw_start: int
    plain: str

    @property
    def blank(self) -> bool:
        return self.start == self.end


def split_lines(text: str) -> list[Line]:
    """Every line of `text`, blank ones included, stripped of outer white space."""
    lines, start = [], 0
    for raw in text.split("\n"):
        body = raw.strip()
        lead = len(raw) - len(raw.lstrip()) if body else 0
        lines.append(Line(start + lead, start + lead + len(body), body, raw, start, same_length(body)))
        start += len(raw) + 1
    return lines


def is_attachment(text: str) -> bool:
    """Whether a line opens an attachment (附件1, 附件2：《…》)."""
    return bool(_ATTACHMENT.match(text)) and len(text) <= 60


def matter(lines: list[Line]) -> tuple[set[int], set[str]]:
    """Indexes of lines that are no part of the regulation, and the titles that a table of contents lists."""
    out = {i for i, line in enumerate(lines) if not line.blank and not any(c.isalnum() for c in line.text)}
    out |= _boilerplate(lines)
    out |= _letterhead(lines)
    toc, titles = _table_of_contents(lines, out)
    out |= toc
    out |= _templates(lines)
    out |= _signatures(lines, out)
    out |= _attachment_lists(lines, out)
    return out, titles


def _signatures(lines: list[Line], known: set[int]) -> set[int]:
    """Names of issuing bodies on lines of their own at the end of the text, before an attachment, or above the day on
    which they signed.
    """
    signature = boilerplate().signature
    filled = [i for i, line in enumerate(lines) if not line.blank]
    body = next((n for n, i in enumerate(filled) if lines[i].text[-1] in _SENTENCE_END), len(filled))
    ends = [n for n, i in enumerate(filled) if n > body and (is_attachment(lines[i].plain)
                                                             or _DATE.match(lines[i].plain))] + [len(filled)]
    out: set[int] = set()
    for end in ends:
        for n in range(end - 1, max(0, end - 5), -1):
            line = lines[filled[n]]
            if filled[n] in known:
                continue
            if len(line.text) > 40 or not signature.search(line.plain) or _NUMBERED.match(line.plain):
                break
            if parse_marker(line.text) is None:
                out.add(filled[n])
    return out


def _attachment_lists(lines: list[Line], known: set[int]) -> set[int]:
    """What names the attachments before the signature: 附件：1.登记表, and the lines that go on with it."""
    out: set[int] = set()
    filled = [i for i, line in enumerate(lines) if not line.blank]
    for n, i in enumerate(filled):
        if not is_attachment(lines[i].plain) or _is_rule(lines[i].text):
            continue
        if _ATTACHMENT_LIST.match(lines[i].plain):
            out.add(i)
            for j in filled[n + 1:]:
                if not _LIST_ITEM.match(lines[j].plain) or lines[j].text[-1] in _SENTENCE_END:
                    break
                out.add(j)
        elif n + 1 < len(filled) and filled[n + 1] in known and re.search("[:：].", lines[i].plain):
            out.add(i)
    return out


def _letterhead(lines: list[Line]) -> set[int]:
    """The name of who issues the text, over its first lines: 北 京 市 XX 区 / 财 政 局 文 件."""
    filled = [i for i, line in enumerate(lines) if not line.blank][:_LETTERHEAD]
    last = next((n for n, i in enumerate(filled) if _NAMES_LETTERS.search("".join(lines[i].plain.split()))), None)
    if last is None or any(lines[i].text[-1] in _SENTENCE_END for i in filled[:last]):
        return set()
    first = last
    while first and filled[first - 1] == filled[first] - 1 and len(lines[filled[first - 1]].text) <= 40 and (
            not _NUMBERED.match(lines[filled[first - 1]].plain)):
        first -= 1
    return set(filled[first:last + 1])


def _boilerplate(lines: list[Line]) -> set[int]:
    rules, out, rest, head = boilerplate(), set(), False, True
    for i, line in enumerate(lines):
        if line.blank:
            continue
        if rules.rest.search(line.plain):
            rest = True
        elif rest and (len(line.text) > 60 or any(c in line.text for c in _SENTENCE_END)):
            rest = False
        opens = head and rules.head.search(line.plain)
        if rest or opens or rules.line.search(line.plain) or rules.blank.search(line.plain):
            if not title_marks().fullmatch(line.plain):
                out.add(i)
        elif line.text[-1] in _SENTENCE_END or parse_marker(line.text) is not None:
            head = False
    return out


def _table_of_contents(lines: list[Line], known: set[int]) -> tuple[set[int], set[str]]:
    rules = boilerplate()
    for i, line in enumerate(lines):
        if i in known or not rules.toc.match(line.text):
            continue
        entries, titles = {i}, set()
        later = {other.text for other in lines[i + 1:]}
        for j in range(i + 1, len(lines)):
            text = lines[j].text
            if not text:
                continue
            entry = _TOC_ENTRY.match(text)
            title = entry.group("title").strip() if entry else text
            repeated = sum(other.text == text for other in lines[j + 1:]) > 0
            if entry is None and not repeated:
                break
            if entry is None and title in titles:
                break
            entries.add(j)
            if title in later:
                titles.add(title)
        return entries, titles
    return set(), set()


def _templates(lines: list[Line]) -> set[int]:
    """Lines of attachments that are mostly placeholders; sentences without a placeholder stay rules."""
    placeholder = boilerplate().placeholder
    starts = [i for i, line in enumerate(lines) if is_attachment(line.text)] + [len(lines)]
    out: set[int] = set()
    for first, last in zip(starts, starts[1:], strict=False):
        body = [i for i in range(first + 1, last) if not lines[i].blank]
        marked = [i for i in body if placeholder.search(lines[i].text)]
        if len(marked) < 3 or len(marked) * 4 < len(body):
            continue
        out |= {i for i in body if placeholder.search(lines[i].text) or not _is_rule(lines[i].text)}
    return out


def _is_rule(text: str) -> bool:
    return len(text) >= 20 and text[-1] in _SENTENCE_END
