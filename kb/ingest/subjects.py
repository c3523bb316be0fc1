"""Who acts (主体): the doer of a duty, as its phrase names it, or one before it in the sentence."""

from __future__ import annotations

import re

from kb.ingest.phrases import Phrase, pattern
from kb.language.vocabulary import find_roles

# What a doer's name ends with.
SUBJECT_TAIL = re.compile(
    "(书记|委员|成员|党员|干部|支部|总支|党委|党组|小组|组织|小组长|积极分子|部门|机关|委员会|工委|市委|县委|省委|纪委|学校|代表"
    "|人员|教师|学生|单位|企业|工会|团支部|支委|支委会|党委会|负责人|发展对象|申请人|联系人|介绍人|谈话人|政治部|组织部|之间"
    "|党[（(]工[）)]委)(（[^）]*）)?$")
_ASKS = re.compile("一般|原则上|应当|应该|必须|至少|不少于|不得少于|不低于|不超过|不得|要|应|须|由|可以|可")
_BEGINS = re.compile(
    "(?:党的)?(?:党?总支部?|党?支部)?委员会|支委会|党小组(?!会)|[市县省区]委|[^，。]{0,4}工委|党[（(]工[）)]委|领导小组|发展对象"
    "|入党申请人|入党介绍人|培养联系人|谈话人|党委(?!会)")
_MODIFIES = re.compile(
    "(各地|其他|其它|临时|联合|流动|学生|教师|离退休|普通|下属|所属|上级|县级|市级|省级|基层|地方|新任|本|原|现"
    "|所在[^，]{0,16}|[一-龥、（）]{0,10}(局|市|县|区|省|校|院|公司|企业|单位|机关|学校|村|社区|乡镇|街道)[）)]?|党的|[^，]{1,14}的)+$")
# 预备党员的预备期
_ITS_TERM = re.compile("的[一-龥]{1,4}(期|期限|时间)$")
_COMMITTEE = re.compile("(?:党?总支部?|党?支部)?委员会$")
_DIGIT = re.compile(r"\d")
_LONGEST = 40


class Doer:
    """Who acts in the phrases of one sentence, heard from left to right."""

    def __init__(self, sentence: str) -> None:
        self.name: str | None = None
        self._sentence = sentence
        self._listed: tuple[int, int] | None = None
        self._led: str | None = None

    def hear(self, phrase: Phrase) -> bool:
        """Takes in the next phrase; tells whether it names its doer itself."""
        own = _named(phrase)
        self.name = self._joined(phrase, own) if own else self._carried(phrase)
        self._led = _led(phrase) or self._led
        return bool(own)

    def told(self, who: str) -> None:
        """Takes in whom a case tells apart (有3名以上正式党员的学校，…): what follows is theirs."""
        if SUBJECT_TAIL.search(who) and not _not_doer(who):
            self.name = who

    def of_matter(self, words: str) -> None:
        """Takes in the words that a duty is about: 领导干部带头讲党课制度 is for 领导干部."""
        text = pattern("matter").sub("", words.strip())
        if text != words.strip() and (end := _name_at_start(text)):
            self.name = text[:end]

    def made_of(self, phrase: Phrase, ahead: str) -> None:
        """应当设立支部委员会，由3至5人组成: the committee is made up of them."""
        body = _COMMITTEE.search(ahead)
        if body and phrase.text.strip().startswith("由") and "组成" in phrase.text:
            self.name = body.group()

    def over(self, before: str | None) -> None:
        """One of several things listed is over: whom it named does not do the next."""
        self.name = before

    def pause(self) -> None:
        """A semicolon: what only some of a kind do (有条件的企业) is over."""
        if self.name and "的" in self.name:
            self.name = None

    def _joined(self, phrase: Phrase, own: str) -> str:
        """A name together with those listed before it, one a phrase (各省委，各部委组织部，每年……)."""
        start = phrase.start + phrase.text.index(own)
        first, last = self._listed or (start, start)
        if not self._sentence[:first].strip(" 　各") and not self._sentence[last:start].strip("，,　 各"):
            start = first
        end = phrase.start + phrase.text.index(own) + len(own)
        self._listed = (start, end) if end == phrase.start + len(phrase.text.rstrip()) else None
        return self._sentence[start:end]

    def _carried(self, phrase: Phrase) -> str | None:
        """The subject named earlier in the sentence, unless this phrase speaks of what only the body itself does."""
        if self._led and pattern("by_member").search(phrase.text.strip()):
            return self._led
        bodys = self.name and pattern("member").search(self.name) and pattern("by_body").search(phrase.text)
        elsewhere = bool(self.name) and phrase.text.strip().find(self.name or "") > 0
        return None if bodys or elsewhere or pattern("meeting").search(head(phrase)) else self.name


def head(phrase: Phrase) -> str:
    """What stands at the start of a phrase, before its first period, comparator or verb."""
    return _opening(_ASKS.split(phrase.text[:_stop(phrase)], maxsplit=1)[0])


def name_first(sentence: str) -> str | None:
    """The body that a sentence begins with, whatever is said of it (党支部党员大会是……): who is meant by default."""
    found = next(iter(_names(_opening(sentence))), None)
    return _opening(sentence)[:found[1]] if found and found[0] == 0 else None


def headed(sentence: str) -> str | None:
    """Whose duties follow a sentence that is their heading (党支部书记履职。)."""
    m = pattern("heading").fullmatch(sentence.strip())
    found = next(iter(find_roles(m["who"])), None) if m else None
    return m["who"] if m and found and found[1:] == (0, len(m["who"])) else None


def _named(phrase: Phrase) -> str | None:
    """The doer named at the start of a phrase, before its first period, comparator or verb."""
    words = head(phrase)
    if pattern("meeting").search(words):
        return None
    if _is_name(words):
        return None if _is_counted(phrase, words) else words.rpartition("的")[2] if _DIGIT.search(words) else words
    text = _opening(phrase.text[:_stop(phrase)])
    end = _name_at_start(text)
    return text[:end] if end and not _not_doer(text) else None


def _is_name(words: str) -> bool:
    if not 0 < len(words) <= _LONGEST or not SUBJECT_TAIL.search(words):
        return False
    of_them, of, rest = words.rpartition("的")
    if of:  # 按月领取工资的党员 are told by what they do
        said = pattern("of_whom_not").match(of_them) or pattern("of_whom_within").search(of_them)
        return not said and not pattern("clause").search(rest) and bool(rest)
    return not _not_doer(words) and not pattern("clause").search(words)


def _name_at_start(text: str) -> int:
    """Where the name that a text begins with ends, joined names and all; 0 where it begins with none."""
    first = next(iter(_names(text)), None)
    if first is None or pattern("clause").search(text[:first[0]]) or not (
            first[0] == 0 or _MODIFIES.match(text[:first[0]])):
        return 0
    end = first[1]
    while True:
        rest = text[end:]
        if more := pattern("extends").match(rest):
            end += more.end()
        elif (also := pattern("joins").match(rest)) and (
                then := next((n for n in _names(rest[also.end():]) if n[0] <= 2), None)):
            end += also.end() + then[1]
        else:
            break
    return 0 if pattern("continues").match(text[end:]) and not _ITS_TERM.match(text[end:]) else end


def _names(text: str) -> list[tuple[int, int]]:
    found = [(start, end) for _, start, end in find_roles(text)] + [m.span() for m in _BEGINS.finditer(text)]
    return sorted(found, key=lambda at: (at[0], -at[1]))


def _opening(text: str) -> str:
    text = text.strip(" 　“”")
    m = pattern("before_name").match(text)
    return text[m.end():] if m else text


def _is_counted(phrase: Phrase, words: str) -> bool:
    """Whether the words are what is counted (书记1人), not who acts."""
    first = phrase.mentions[0] if phrase.mentions else None
    return bool(words) and first is not None and first.kind == "count" and first.unit in ("人", "名", "位") and \
        first.comparator == "=" and phrase.text[:first.start - phrase.start].rstrip().endswith(words)


def _stop(phrase: Phrase) -> int:
    return min((m.start - phrase.start for m in phrase.mentions), default=len(phrase.text))


def _led(phrase: Phrase) -> str | None:
    """Whom a phrase has do something (组织在职党员): what they do after it is theirs."""
    m = pattern("leads").match(phrase.text.strip())
    who = m and next((r for r in find_roles(phrase.text) if pattern("led").search(r[0])), None)
    return phrase.text[who[1]:who[2]] if who else None


def _not_doer(words: str) -> bool:
    return bool(pattern("not_doer").match(words.strip()))
