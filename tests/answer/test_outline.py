from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answer.outline import Section, outermost
from kb.language.ordinals import Ordinal
from tests.answer.structured import (
    BY_ID,
    CLAUSES,
    DUTIES,
    EVENTS,
    GENERAL,
    ORGANISER,
    PAYING,
    RULES,
    SECRETARY,
    STUDY,
    outline,
    rarity,
)


def labels(name: str) -> list[str]:
    return [s.label for s in outline().named(name, rarity)]


def test_every_heading_with_the_clauses_under_it() -> None:
    o = outline()
    assert [(d.title, len(d.clauses)) for d in o.documents] == [(RULES, 6), (DUTIES, 5)]
    assert [c.id for c in o.section("rules", (GENERAL,)).clauses] == ["第一条", "第二条", "第二条之一"]
    assert [c.id for c in o.section("duties", (SECRETARY,)).clauses] == ["s1", "s2", "s3"]
    assert [s.path[-1] for s in o.within(o.section("duties", (SECRETARY,)))] == [STUDY, EVENTS]
    with pytest.raises(KeyError):
        o.section("rules", ("第九章",))


def test_what_a_section_is_called() -> None:
    study = outline().section("duties", (SECRETARY, STUDY))
    assert study.label == f"《{DUTIES}》{SECRETARY} {STUDY}"
    assert (study.heading, study.ordinal) == ("学习教育", Ordinal("", 1))
    assert outline().section("rules", (PAYING,)).ordinal == Ordinal("章", 2)
    assert outline().section("rules").heading == ""


@pytest.mark.parametrize(("name", "first"), [
    ("会费管理办法", f"《{RULES}》"), ("城南大学会费办法", f"《{RULES}》"), ("会费管理办法定稿", f"《{RULES}》"),
    ("党支部书记任务清单", f"《{DUTIES}》{SECRETARY}"), ("组织委员清单", f"《{DUTIES}》{ORGANISER}"),
    ("某局党支部任务清单", f"《{DUTIES}》"),
])
def test_names_as_people_shorten_them(name: str, first: str) -> None:
    assert labels(name)[0] == first


@pytest.mark.parametrize("name", ["公务员法", "考勤细则", "城北中学食堂办法", "x"])
def test_a_name_of_nothing_in_the_library(name: str) -> None:
    assert labels(name) == []


def test_headings_of_one_name_are_all_meant() -> None:
    assert labels("学习教育") == [f"《{DUTIES}》{SECRETARY} {STUDY}", f"《{DUTIES}》{ORGANISER} {STUDY}"]


def test_the_outermost_of_sections() -> None:
    o = outline()
    document, chapter, other = o.section("rules"), o.section("rules", (PAYING,)), o.section("duties", (SECRETARY,))
    assert outermost([document, chapter, other]) == [document, other]
    assert document.holds(chapter) and not chapter.holds(document) and not document.holds(other)


def test_a_word_that_names_another_document() -> None:
    o = outline()
    rules = o.section("rules")
    # with two documents every word is in few of their titles, so none tells
    assert not o.names_another(rules, ["某局"])


@given(st.sampled_from([s for s in outline().sections if s.path]))
def test_a_heading_in_full_names_at_least_itself(section: Section) -> None:
    assert section in outline().named("".join(section.chain), rarity)


def test_every_clause_stands_in_its_document_once() -> None:
    assert [c for d in outline().documents for c in d.clauses] == list(CLAUSES)
    assert BY_ID["o1"] in outline().section("duties", (ORGANISER, STUDY)).clauses
