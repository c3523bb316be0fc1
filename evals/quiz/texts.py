"""What the documents say (对照的文字): the clauses of a kind of organisation, their phrases, and words in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import jieba

from kb.ingest.obligations import obligations
from kb.types import Clause, Obligation

jieba.setLogLevel("WARNING")
_PHRASE = re.compile(r"(?:[^。；;，,：:！？\n①-⑳、]|、(?!每|年[初底末终]))+")
_WHO = re.compile("^(?:\\d+[.．]\\s*)?[^，每至]{0,9}?(?:党委|党支部|党总支|支部|书记|委员会)")
_NOISE = frozenset(
    "至少 不少于 不低于 一般 进行 开展 召开 组织 认真 工作 做好 制度 坚持 落实 情况 支部 党支部 党组织 党员 党建 "
    "要求 保证 每次 分钟 小时 每场 不得 发放 每人 标准 以上 以下 以内 左右 人次 每学期 每学年 "
    "时间 全年 学时 活动 会议 支部党".split())


@dataclass(frozen=True, eq=False)
class Texts:
    """The clauses of the documents in force and the titles of these by id."""

    clauses: Sequence[Clause]
    titles: Mapping[str, str]

    @cached_property
    def by_id(self) -> dict[str, Clause]:
        """The clauses by id."""
        return {c.id: c for c in self.clauses}

    @cached_property
    def duties(self) -> dict[str, tuple[Obligation, ...]]:
        """The obligations of every clause, by its id."""
        return {c.id: tuple(obligations(c)) for c in self.clauses}

    def holding(self, scope: str) -> Iterator[Clause]:
        """The clauses that hold for a kind of organisation."""
        return (c for c in self.clauses if scope == "通用" or scope in c.scope or "通用" in c.scope)

    def phrases(self, scope: str) -> Iterator[tuple[Clause, str]]:
        """The phrases of these clauses."""
        return ((c, m.group().strip()) for c in self.holding(scope) for m in _PHRASE.finditer(c.text))

    def lists(self, document: str) -> frozenset[str]:
        """The lists of a document."""
        return frozenset(c.list_title for c in self.clauses if c.document_id == document)


@lru_cache(maxsize=8192)
def terms(text: str) -> frozenset[str]:
    """The words that tell what a phrase is about."""
    return frozenset(w for w in jieba.cut(text) if len(w) > 1 and w not in _NOISE and not re.search(r"\d", w)
                     and not re.fullmatch("[每至少不低于超过一二两三四五六七八九十次年月季度半周]+", w))


def about_same(a: str, b: str) -> bool:
    """Whether two phrases speak of the same thing: most words of the one that has fewer stand in the other, whoever
    does it.
    """
    x, y = terms(_WHO.sub("", a)), terms(_WHO.sub("", b))
    if not x or not y:
        return False
    return x == y if min(len(x), len(y)) < 2 else len(x & y) >= 0.7 * min(len(x), len(y)) and len(x & y) > 1
