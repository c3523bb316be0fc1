from __future__ import annotations

import json

import pytest

from kb.checklist.library import library_checklist
from kb.checklist.objects import checklist_object
from kb.errors import QuestionError
from kb.language.vocabulary import roles, scopes
from kb.store.library import Library

FIELDS = {"id", "clause", "citation", "quote", "start", "end", "who", "rhythm", "action", "count", "comparator", "unit",
          "period", "deadline", "due", "record", "condition", "must", "conflict", "stricter", "also"}


def test_it_is_drawn_up_from_what_the_library_holds(corpus_library: Library) -> None:
    found = library_checklist(corpus_library, role="支部书记", scope=" 机关 ", year=2026)
    assert (found.role, found.scope) == ("党支部书记", "机关")
    clauses = {c.id: c.text for c in corpus_library.clauses()}
    assert all(clauses[i.clause][i.start:i.end] == i.quote for i in found.items)


def test_the_object_is_plain_json(corpus_library: Library) -> None:
    found = checklist_object(library_checklist(corpus_library, role="党支部书记", scope="机关", year=2026))
    assert json.loads(json.dumps(found)) == found
    assert found["count"] == len(found["items"])
    assert all(set(i) == FIELDS for i in found["items"])
    assert [3, 5] in [i["count"] for i in found["items"]]
    assert all(i["due"] == sorted(i["due"]) for i in found["items"])


@pytest.mark.parametrize(("role", "scope", "year", "named"), [
    ("火星书记", "机关", 2026, [r.name for r in roles()]), ("", "机关", 2026, ["党支部书记"]),
    ("党支部书记", "火星", 2026, [s.name for s in scopes()]), ("党支部书记", "机关", 0, ["2026"])])
def test_what_is_unknown_is_answered_with_what_there_is(
        corpus_library: Library, role: str, scope: str, year: int, named: list[str]) -> None:
    with pytest.raises(QuestionError) as refused:
        library_checklist(corpus_library, role=role, scope=scope, year=year)
    assert all(n in str(refused.value) for n in named)


@pytest.mark.parametrize(("role", "scope", "named"), [
    ("支书", "公司", ("党支部书记", "国企")), ("总支书记", "大学", ("党总支书记", "高校")),
    ("书记", "村", ("书记", "农村"))])
def test_other_words_for_a_role_or_a_kind(
        corpus_library: Library, role: str, scope: str, named: tuple[str, str]) -> None:
    found = library_checklist(corpus_library, role=role, scope=scope, year=2026)
    assert (found.role, found.scope) == named


def test_a_role_that_nothing_is_asked_of_has_an_empty_list(corpus_library: Library) -> None:
    assert library_checklist(corpus_library, role="党支部书记", scope="农村", year=2026).items == ()


@pytest.mark.parametrize("role", [r.name for r in roles()])
def test_every_role_has_a_list_with_ids_of_their_own(corpus_library: Library, role: str) -> None:
    for kind in scopes():
        found = library_checklist(corpus_library, role=role, scope=kind.name, year=2026)
        assert len({i.id for i in found.items}) == len(found.items)
