"""Another's rule (张冠李戴): what a clause says of another office, body, meeting, fee or organisation is no answer.

A name answers where one head covers the other and no modifier is at odds; where it stands in the clause in a more
general form, that answers too.
"""

from __future__ import annotations

import re
from functools import cache

from kb.answer.evidence import Evidence
from kb.answer.mismatch import domain_terms, of_another_kind, of_another_matter, without_figure
from kb.answer.owner import owner_fit, sought
from kb.answer.unsaid import of_another_code, of_another_subject, of_contrast, of_purpose
from kb.data import load_toml
from kb.ingest.analysis import ClauseAnalysis
from kb.language.fits import scope_fit
from kb.language.names import any_name_fits, name_fits, name_of, names_in, of_kind, spelled
from kb.language.synonyms import canonical
from kb.language.tokenizer import normalize
from kb.question.question import Question

_HOME = "党"
_OFFICE, _POST, _BODY, _MEMBER, _GROUP = "职务", "岗位", "机构", "成员", "人群"
_MEETING = "会议"
_THINGS = (_MEETING, "课程", "费用", "文书", "活动日")
_LOOSE = ("场所", "证件", "假期")
_ANY_MEMBER = "党员"
_GATHERED = "群团组织"
_STATES = ("身份", "状况")
_SCHOOL, _COLLEGE = "学校", "高校"
_PARTS = re.compile("[，,。；;\n]")
_QUOTED = re.compile("[“\"「『《]([^“”\"「」『』《》]{3,14})[”\"」』》]")


def of_another_owner(e: Evidence, question: Question) -> bool:
    """Whether the words print another office, post, body or group as acting than the one asked about."""
    return owner_fit(question, e.stretch) < 0


def of_another_office(e: Evidence, question: Question) -> bool:
    """Whether it binds an office, as it prints it or as its headings name it, that is not the one asked about."""
    actor, held = question.named.actor, e.analysis.names
    if actor is None or name_of(actor).kind != _OFFICE or _at_home(actor, e.analysis):
        return False
    bound = of_kind(e.stretch.owners, _OFFICE) or tuple(w for w in of_kind(e.analysis.headed, _OFFICE)
                                                        if name_of(w).system)
    same = tuple(w for w in of_kind(held, _OFFICE) if name_of(w).head == name_of(actor).head)
    asked = sought(question, _OFFICE)
    return bool(bound or same) and not any_name_fits(asked, (*bound, *same)) \
        and not any_name_fits((actor,), e.stretch.names)


def of_another_post(e: Evidence, question: Question) -> bool:
    """Whether it is asked what somebody does by his post (网格员, 保安), and the clause does not speak of that post."""
    actor = question.named.actor
    return actor is not None and name_of(actor).kind == _POST and name_of(actor).head not in e.analysis.held \
        and not any_name_fits((actor,), e.analysis.names)


def of_another_body(e: Evidence, question: Question) -> bool:
    """Whether a body is to act that the clause, which names bodies, does not name."""
    if question.named.actor is None or name_of(question.named.actor).kind != _BODY:
        return False
    asked, held = sought(question, _BODY), of_kind(e.analysis.names, _BODY)
    return bool(asked and held) and not any_name_fits(asked, held)


def of_another_system(e: Evidence, question: Question) -> bool:
    """Whether a name of another system of organisations (团, 工会) is asked about, and the clause has none of it."""
    held = e.analysis.names
    systems = {name_of(w).system for w in held}
    if any(name_of(w).head == _GATHERED for w in held):
        return False
    named = dict.fromkeys((*question.named.about, *question.named.leading))
    for kind in (_OFFICE, _BODY, _MEMBER, _MEETING):
        asked = of_kind(named, kind)
        foreign = any(name_of(w).system not in (None, _HOME, *systems) for w in asked)
        if foreign and not any_name_fits(asked, of_kind(held, kind)):
            return True
    return False


def of_another_unit(e: Evidence, question: Question) -> bool:
    """Whether the asked names are those of one kind of organisation (小学党支部) that the clause is not for."""
    units = {unit for w in question.named.about if (unit := name_of(w).marks.get("单位")) is not None}
    if len(units) != 1 or question.compares:
        return False
    unit = units.pop()
    if any(word in e.analysis.held for word in spelled("单位", unit)):
        return False
    bound = e.analysis.clause.scope
    if scope_fit(question.scopes, bound) == 1.0 and unit in _kinds_of_organisation():
        return False
    if unit not in _kinds_of_organisation():
        return set(bound) == {_COLLEGE} or scope_fit((_SCHOOL,), bound) < 0
    return scope_fit((unit,), bound) < 0


def of_another_member(e: Evidence, question: Question) -> bool:
    """Whether a group is asked about (发展对象, 流动党员) and the clause speaks of others, or not of that state."""
    held = of_kind(e.analysis.names, _MEMBER)
    asked = of_kind(question.named.about, _MEMBER)
    if question.named.actor in asked:
        asked = (question.named.actor,)
    special = tuple(w for w in asked if name_of(w).head != _ANY_MEMBER)
    if special and held and not any_name_fits(special, held):
        return True
    groups, others = of_kind(question.named.about, _GROUP), of_kind(e.analysis.names, _GROUP)
    if groups and others and not any_name_fits(groups, others):
        return True
    states = [w for w in asked if {*name_of(w).marks} & {*_STATES}]
    return bool(states) and not any_name_fits(states, e.analysis.names)


def of_another_thing(e: Evidence, question: Question) -> bool:
    """Whether a meeting, fee, course, paper or day is asked about that the clause does not name.

    Of places and the like only where it names another of the kind; never of names put together of words the first of
    which it holds.
    """
    for kind in (*_THINGS, *_LOOSE):
        held = of_kind(e.analysis.names, kind)
        asked = of_kind(question.named.mentioned if held else question.named.about, kind)
        if not asked or any_name_fits(asked, e.analysis.names) or not (held or kind in _THINGS):
            continue
        if any(canonical("".join(w.split())) in e.analysis.held for w in asked):
            continue  # by another word for it: 课酬 of 讲课费
        if kind not in _compounds() or not any(name_of(w).head[:2] in e.analysis.held for w in asked):
            return True
    return any(canonical(mark) not in e.analysis.held and any(name_fits(w, h) for h in e.analysis.names)
               for mark, w in question.named.modified)


def of_another_holder(e: Evidence, question: Question) -> bool:
    """Whether it is asked who holds an office, and the words say only who holds another one (院长担任副书记)."""
    asked = of_kind(question.named.about, _OFFICE)
    if not asked or not _holds("asks").search(question.text):
        return False
    text = normalize(e.clause.text)
    held = [of_kind(names_in(_PARTS.split(text[m.end():])[0]), _OFFICE) for m in _holds("says").finditer(text)]
    return bool(held) and all(named and not any_name_fits(asked, named) for named in held)


def of_another_term(e: Evidence, question: Question) -> bool:
    """Whether the question quotes a term of the domain (“书记项目”) that the clause does not hold."""
    return any(term in domain_terms() and canonical(term) not in e.analysis.held
               for term in _QUOTED.findall(question.text))


def _at_home(actor: str, analysis: ClauseAnalysis) -> bool:
    """Whether an office of another system is asked about in a clause that speaks of that system."""
    system = name_of(actor).system
    return system not in (None, _HOME) and any(name_of(w).system == system for w in analysis.names)


@cache
def _compounds() -> frozenset[str]:
    return frozenset(load_toml("names.toml")["compound"])


@cache
def _kinds_of_organisation() -> frozenset[str]:
    return frozenset(s["name"] for s in load_toml("scopes.toml")["scope"])


@cache
def _holds(what: str) -> re.Pattern[str]:
    """Words that ask, or say, who holds an office."""
    return re.compile(load_toml("names.toml")["holds"][what])


_RULES = (of_another_owner, of_another_kind, of_another_unit, of_another_office, of_another_post, of_another_body,
          of_another_member, of_another_system, of_another_thing, of_another_holder, of_another_term,
          of_another_code, of_another_subject, of_contrast, of_purpose,
          of_another_matter, without_figure)


def of_others(e: Evidence, question: Question) -> bool:
    """Whether the words are a rule for somebody or something else than the question asks about."""
    return any(rule(e, question) for rule in _RULES)
