"""Who acts (主体): the doer of a duty, as its phrase names it, or one before it in the sentence."""

from __future__ import annotations

import re

from kb.ingest.phrases import Phrase, pattern
from kb.language.vocabulary import find_roles

_NUMBERED = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+[.．、]|\d+[）).．、]?|[①-⑳])\s*")
# What a doer's name ends with.
SUBJECT_TAIL = re.compile(
    "(书记|委员|成员|党员|干部|支部|总支|党委|党组|小组|组织|小组长|积极分子|部门|机关|委员会|工委|市委|县委|学校|代表"
    "|人员|教师|学生|单位|企业|工会|团支部)(（[^）]*）)?$")


class Doer:
    """Who acts in the phrases of one sentence, heard from left to right."""

    def __init__(self) -> None:
        self.name: str | None = None
        self._led: str | None = None

    def hear(self, phrase: Phrase) -> bool:
        """Takes in the next phrase; tells whether it names its doer itself."""
        own = _named(phrase)
        self.name = own or self._carried(phrase)
        self._led = _led(phrase) or self._led
        return bool(own)

    def _carried(self, phrase: Phrase) -> str | None:
        """The subject named earlier in the sentence, unless this phrase speaks of what only the body itself does."""
        if self._led and pattern("by_member").search(phrase.text.strip()):
            return self._led
        bodys = self.name and pattern("member").search(self.name) and pattern("by_body").search(phrase.text)
        return None if bodys or pattern("meeting").search(_head(phrase)) else self.name


def _named(phrase: Phrase) -> str | None:
    """The doer named at the start of a phrase, before its first period, comparator or verb."""
    head = pattern("its_bodies").sub("", _head(phrase))  # 组织所属党支部开展: they do it
    if pattern("meeting").search(head):
        return None
    if head and len(head) <= 24 and SUBJECT_TAIL.search(head) and not _not_doer(head):
        return head.removeprefix("每个").removeprefix("各")
    roles = find_roles(phrase.text[:_stop(phrase)])
    if roles and roles[0][1] <= 2 and not _not_doer(phrase.text):
        return phrase.text[roles[0][1]:roles[0][2]]
    return None


def _stop(phrase: Phrase) -> int:
    return min((m.start - phrase.start for m in phrase.mentions), default=len(phrase.text))


def _head(phrase: Phrase) -> str:
    """What stands at the start of a phrase, before its first period, comparator or verb."""
    asks = "一般|原则上|应当|应该|必须|至少|不少于|不得少于|不低于|不超过|要|应|须|由"
    head = re.split(asks, phrase.text[:_stop(phrase)], maxsplit=1)[0].strip(" 　“”")
    return _NUMBERED.sub("", head)


def _led(phrase: Phrase) -> str | None:
    """Whom a phrase has do something (组织在职党员): what they do after it is theirs."""
    m = pattern("leads").match(phrase.text.strip())
    who = m and next((r for r in find_roles(phrase.text) if pattern("member").search(r[0])), None)
    return phrase.text[who[1]:who[2]] if who else None


def _not_doer(words: str) -> bool:
    return bool(pattern("not_doer").match(words.strip()))
