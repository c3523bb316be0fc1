"""What binds (是不是职责): which figures somebody has to meet, rather than numbers that a text happens to mention."""

from __future__ import annotations

import re
from functools import cache

from kb.data import load_toml
from kb.ingest.phrases import Phrase, pattern
from kb.ingest.subjects import SUBJECT_TAIL
from kb.language.quantities import Mention

_VERBS = re.compile("设|配|组成|任期|联系|打造|建|发展|完成|保证|确保|参加|开展|召开|组织|举办|举行|进行|提出|撰写|形成"
                    "|听取|推荐|有|指定|标准|谈心|谈话|走访|慰问|回访|座谈")
_PAYS = re.compile("交|缴|提取|列支|安排|按|留存|下拨|占")
_STRETCHES = ("年", "月", "个月", "周", "天", "日", "个工作日", "工作日")
_PERSONS = ("名", "位", "人")


def is_share(m: Mention) -> bool:
    """Whether a count is a part of something (20%, 3：1)."""
    return (m.unit or "")[:1] in ("%", "‰", ":")


def is_time_limit(m: Mention) -> bool:
    """Whether a count says how soon, or how long at most (5个工作日内)."""
    return m.comparator == "<=" and m.unit in (*_STRETCHES, "小时", "分钟")


def asks_for(text: str, phrase: Phrase | None = None, m: Mention | None = None, period: str | None = None,
             deadline: str | None = None) -> bool:
    """Whether words ask for something to be done; with a count `m` of a phrase, whether that is a duty or a threshold,
    under the period and the deadline in force.
    """
    if phrase is None or m is None:
        return bool(_VERBS.search(text))
    before = text[:m.start - phrase.start]
    if m.comparator == "=" and m.unit in _PERSONS and not before.strip() and any(
            x.kind == "count" and x.start > m.start for x in phrase.mentions):
        return False  # 一名正式党员可以担任五名以内……
    if m.unit in _STRETCHES and m.comparator == "=" and period != "任期" and pattern("lasting").search(before):
        return True
    if m.unit in ("年", "月", "个月") and m.comparator == "=" and period != "任期":
        return False
    if m.unit == "日" and m.comparator == "=":
        return False
    if m.comparator != "=":
        return True
    if is_share(m) and _PAYS.search(text):
        return True
    return _unbounded(text, before, m, period, deadline)


def _unbounded(text: str, before: str, m: Mention, period: str | None, deadline: str | None) -> bool:
    if period is not None or deadline is not None:
        return m.unit not in ("分", "位", "个") or period is not None
    if m.unit not in _bare_units() and not is_share(m):
        digit = text[len(before)].isdigit()
        return m.unit == "个" and digit and before.endswith(("联系", "配备", "设", "设立", "建立"))
    return bool(_VERBS.search(text)) or bool(SUBJECT_TAIL.search(before))


@cache
def _bare_units() -> frozenset[str]:
    """Units whose counts bind even without a period or comparator."""
    return frozenset(load_toml("quantities.toml")["unit"]["bare"])
