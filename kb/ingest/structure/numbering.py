"""Printed numbers at line starts (编号): 第X条, 第X条之一, 一、, （一）, 1., 1.1.1, ①, a., II.

A number opens a clause only where it stands at the start of a line, is written as numbers of lists are, and continues
what came before (continuity). So a cross-reference (依照第十条规定), a year, or a quantity at the start of a line never
opens one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from kb.language.numerals import parse_number
from kb.language.view import same_length

# From the outermost level to the innermost. Within the law-like levels the order is that of 立法技术规范:
# 编、章、节、条; below them 一、（一）1.（1）① as in 党政机关公文格式 (GB/T 9704-2012, 7.3.3), and 1.1, 1.1.1 as in
# GB/T 1.1; II. and a. stand where programs and translated texts have them. A stage (第一阶段) parts what stands under
# 一、, or, as a phase, all of a document in which 一、 runs on.
LEVELS = ("part", "chapter", "section", "phase", "article", "roman", "cn", "stage", "paren_cn", "arabic",
          "dotted", "dotted3", "dotted4", "paren_arabic", "latin", "circled")
RANK = {kind: rank for rank, kind in enumerate(LEVELS)}
DOTTED = ("dotted", "dotted3", "dotted4")

_CN = "零〇○◯一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ORDINAL = {"编": "part", "部分": "part", "章": "chapter", "节": "section", "条": "article", "阶段": "stage",
            "步": "stage"}
_ORDINAL_KINDS = frozenset(_ORDINAL.values())
# Numbers that are one character together with their punctuation, by kind: ⑵ ⒉ ㈡.
_ONE_CHARACTER = {"paren_arabic": "⑴-⒇", "arabic": "⒈-⒛", "paren_cn": "㈠-㈩"}

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ordinal", re.compile(rf"第\s*([{_CN}]+|\d+)\s*({'|'.join(_ORDINAL)})(?:\s*之\s*([{_CN}]+))?[\s　:：]*")),
    ("paren_cn", re.compile(rf"[（(]\s*([{_CN}]+)\s*[）)][\s　、.．]*")),
    ("cn", re.compile(rf"([{_CN}]{{1,3}})(?:、|[.．](?=[^\d]))\s*")),
    ("paren_arabic", re.compile(r"[（(]\s*(\d{1,2})\s*[）)][\s　、.．]*|(\d{1,2})[）)]\s*")),
    ("dotted", re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){1,3})(?![\d%‰％])[.．、]?\s*")),
    ("arabic", re.compile(r"(\d{1,3})(?:\s*[.．、](?!\d)|\s*(?=[一-鿿“”‘’《（(]))\s*")),
    ("roman", re.compile(r"([IVX]{1,5}|[Ⅰ-Ⅻ])\s*[.．、](?![A-Za-z\d])\s*")),
    ("latin", re.compile(r"[（(]?([a-z])(?:\s*[）)]|[.．、])(?![A-Za-z\d])\s*")),
    ("circled", re.compile(rf"([{_CIRCLED}])\s*")),
    *((kind, re.compile(rf"([{span}])[\s　、.．]*")) for kind, span in _ONE_CHARACTER.items()),
)
# An item that itself begins with a figure (2.2022年底前, 3.50名以上) reads at first as a decimal number.
_BEFORE_FIGURE = re.compile(r"(\d{1,3})\s*[.．、](?=\d)")

# What follows a number that is a quantity, a date or a reference, not the number of an item; and words that only
# begin like a unit (3人员配备, 2分工明确).
_UNITS = ("年|月|日|号|名|人|个|次|项|条|款|章|节|分|天|周|岁|元|万|亿|米|篇|学时|课时|小时|世纪|级|类|点|时"
          "|家|户|场|件|间|份|张|位|轮|批|处|届|期|台|套|封|本(?=[书册证台账以])|°|%|‰")
_WORDS = ("年度|年终|年初|月度|日常|日程|号召|名单|名册|人员|人才|人事|人民|个人|个别|个体|次序|项目|条件|条例|款项"
          "|章程|节约|节日|分工|分管|分类|分析|分配|分级|分层|分片|分别|分党|分支|天然|周密|周边|级别|类别|类型|点评"
          "|点名|时刻|时间|时效|家庭|家访|家长|家属|户外|户籍|场所|场地|间接|份内|张贴|位置|轮流|轮训|轮岗|轮换|批评"
          "|批准|批复|批示|处理|处置|处分|处级|届满|期间|期满|台账|台帐|套用|封闭")
_QUANTITY = re.compile(rf"\d+(?:[.．]\d+)?\s*(?:(?!{_WORDS})(?:{_UNITS})|[-—~～至]\s*\d)")
# Quantities that may well have decimals, so that 2.5小时 is two and a half hours rather than item 2.
_MEASURE = re.compile(r"\d+(?:[.．]\d+)?\s*(?:学时|课时|小时|万|亿|元|倍|米|公里|平方|亩|天|周|年|个月|个百分点"
                      r"|分|%|‰|[-—~～至]\s*\d)")
# Figures that no decimal number would have behind its dot: a year, a round number, more than two digits.
_WHOLE = re.compile(r"(?:19|20)\d\d(?!\d)|(?:[1-9]\d*0|\d{3,})(?![\d.．])")
_REFERENCE = re.compile(r"(规定|所列|所称|所述|至第|至[（(]|和第|及第|与第|、第|第[一二三四五六七八九十\d]+[款项]|的"
                        r"|之规定|至|和[（(]|、[（(]|项(?!目)|款(?!项|待|物))")
# 5.2.2的项目, 5.2.3规定的压力, 5.1、5.2和5.3: no blank stands between such a number and what it belongs to.
_DOTTED_REFERENCE = re.compile(r"的(?!确)|规定|所[列称述指]|要求的|中的|条|款|项(?!目)|[、和及与或至]\s*\d|[)）]")
_BEHIND = re.compile(r"[\s:：]+$")
_BRACKETED = rf"(?:[（(]\s*[{_CN}\d]+\s*[）)]|[{_ONE_CHARACTER['paren_arabic']}{_ONE_CHARACTER['paren_cn']}])"
# （二）、（三）项 and （二）（三）项, read from behind the first bracket.
_SERIES = re.compile(rf"\s*(?:[、，,和及与至到或—~～-]+\s*{_BRACKETED}|{_BRACKETED}\s*[项款](?!目))")


Doubt = Literal["", "figure", "measure"]


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line.

    `printed` is the number without its punctuation (3, （三）, 第十二条); `length` counts the characters of the
    line that it takes up, with the blanks behind it. `bare` tells a number that needs its neighbour to be one: without
    any punctuation ("1支部"), or of letters. `spaced` tells one with a blank or colon behind it, as 第N条 has where it
    opens an article. `doubt` tells a number whose item would begin with a figure: "figure" (2.12月底前), or "measure"
    where a decimal number is as likely (2.5小时).
    `sub` is the number behind 之 in 第二条之一, 0 without; `refers` tells that what follows reads on like a reference.
    `other` is a second way to read the same line.
    """

    kind: str
    value: int
    printed: str
    length: int
    bare: bool = False
    spaced: bool = False
    doubt: Doubt = ""
    sub: int = 0
    refers: bool = False
    other: Marker | None = None

    def as_kind(self, kind: str) -> Marker | None:
        """The same line read as a number of `kind`, None where it cannot be."""
        return next((m for m in (self, self.other) if m is not None and m.kind == kind), None)


def parse_marker(line: str) -> Marker | None:
    """The number that `line` (already stripped) starts with, None where it starts with none."""
    plain = same_length(line)
    doubtful = _before_figure(plain)
    marker = _undoubted(plain, line)
    if doubtful is None or marker is None:
        return doubtful or marker
    return replace(doubtful, other=marker) if _QUANTITY.match(plain[doubtful.length:]) else replace(
        marker, other=doubtful)


def counted_marker(number: str) -> Marker | None:
    """The number that a format counts and prints before an item, None where it is of no known kind."""
    marker = parse_marker(f"{number} ")
    return None if marker is None else replace(marker, length=len(number))


def _undoubted(line: str, printed: str) -> Marker | None:
    """`line` is the plain view of what is `printed`."""
    for name, pattern in _PATTERNS:
        m = pattern.match(line)
        if m is None:
            continue
        marker = _marker(name, m, printed)
        if not _is_reference(marker, m, line):
            return marker
    return None


def _before_figure(line: str) -> Marker | None:
    """The number of an item that itself begins with a figure, None where `line` begins with no such thing."""
    m = _BEFORE_FIGURE.match(line)
    if m is None or int(m.group(1)) < 1:
        return None
    rest = line[m.end():]
    decimal = m.group()[-1] == "、" or not _QUANTITY.match(rest) or _MEASURE.match(rest)
    doubt: Doubt = "measure" if decimal and not _WHOLE.match(rest) else "figure"
    return Marker("arabic", int(m.group(1)), m.group(1), m.end(), doubt=doubt)


def _marker(name: str, m: re.Match[str], line: str) -> Marker:
    number = next(g for g in m.groups() if g)
    if name == "ordinal":
        marker = Marker(_ORDINAL[m.group(2)], _value(number), _BEHIND.sub("", line[:m.end()]).strip(), m.end(),
                        spaced=_BEHIND.search(m.group()) is not None, sub=_value(m.group(3)) if m.group(3) else 0)
        return replace(marker, refers=bool(_REFERENCE.match(m.string[m.end():])))
    if name == "dotted":
        parts = re.split("[.．]", number)
        return Marker(DOTTED[len(parts) - 2], int(parts[-1]), line[:m.end(1)], m.end())
    if name == "circled":
        return Marker("circled", _CIRCLED.index(number) + 1, number, m.end())
    if name in ("roman", "latin"):
        value = _roman(number) if name == "roman" else ord(number) - ord("a") + 1
        return Marker(name, value, line[m.start(1):m.end(1)], m.end(), bare=True)
    if name == "arabic":
        value = _value(number)
        printed = str(value) if number.isascii() or not number.isdecimal() else line[:m.end(1)]
        return Marker("arabic", value, printed, m.end(), bare=m.group().strip() == number and number.isdecimal())
    if name == "paren_cn":
        return Marker("paren_cn", _value(number), f"（{unicodedata.normalize('NFKC', number).strip('()')}）", m.end())
    if name == "paren_arabic":
        value = _value(number)
        return Marker("paren_arabic", value, f"（{value}）", m.end())
    return Marker(name, _value(number), number, m.end())


def _roman(number: str) -> int:
    """The value of a Roman number below 40, 0 where it is none."""
    letters = unicodedata.normalize("NFKC", number)
    m = re.fullmatch("(X{0,3})(IX|IV|V?I{0,3})", letters)
    return 0 if m is None else 10 * len(m[1]) + {"IX": 9, "IV": 4}.get(m[2], 5 * m[2].count("V") + m[2].count("I"))


def _value(number: str) -> int:
    if len(number) == 1:
        return int(unicodedata.numeric(number, -1))
    value = parse_number(re.sub("[○◯]", "〇", number))
    return -1 if value is None else int(value)


def _is_reference(marker: Marker, m: re.Match[str], line: str) -> bool:
    if marker.value < 1:
        return True
    rest = line[marker.length:]
    if marker.kind in _ORDINAL_KINDS:
        return not marker.spaced and marker.refers
    if marker.kind in DOTTED:
        return not m.group()[-1].isspace() and bool(_DOTTED_REFERENCE.match(rest))
    if marker.bare:
        return bool(_QUANTITY.match(line))
    if marker.kind not in ("paren_cn", "paren_arabic"):
        return False
    return bool(_REFERENCE.match(rest) or _SERIES.match(line[len(m.group().rstrip(" \t　、.．")):]))
