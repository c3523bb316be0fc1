from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.types import Repeal
from kb.validity.family import Record
from kb.validity.timeline import Validity, timeline

OLD = Record("old", "值班办法（2018年修订）", "old.txt", effective_from="2018-04-01")
NEW = Record("new", "值班办法（2023年修订）", "new.txt", effective_from="2023-10-01")
COMING = Record("coming", "值班办法（2027年修订）", "coming.txt", effective_from="2027-01-01")


def states(*records: Record, day: date) -> dict[str, str]:
    known = timeline(records)
    return {i: str(v.status(day)) for i, v in known.of.items()}


def test_the_newer_takes_the_place_of_the_older_from_its_day() -> None:
    assert timeline([NEW, OLD]).of == {
        "old": Validity(date(2018, 4, 1), date(2023, 9, 30), replaced_by="new"),
        "new": Validity(date(2023, 10, 1), replaces="old")}


@pytest.mark.parametrize(("day", "expected"), [
    (date(2018, 3, 31), ("尚未施行", "尚未施行", "尚未施行")),
    (date(2018, 4, 1), ("现行", "尚未施行", "尚未施行")),
    (date(2023, 9, 30), ("现行", "尚未施行", "尚未施行")),
    (date(2023, 10, 1), ("已废止", "现行", "尚未施行")),
    (date(2026, 12, 31), ("已废止", "现行", "尚未施行")),
    (date(2027, 1, 1), ("已废止", "已废止", "现行"))])
def test_how_three_editions_stand_on_a_day(day: date, expected: tuple[str, ...]) -> None:
    assert tuple(states(OLD, NEW, COMING, day=day).values()) == expected


def test_what_is_out_of_force_on_a_day_and_when_that_changes() -> None:
    known = timeline([OLD, NEW, COMING])
    assert known.out_of_force(date(2024, 5, 1)) == {"old", "coming"}
    assert known.turns == (date(2018, 4, 1), date(2023, 10, 1), date(2027, 1, 1))


def test_rules_of_the_same_name_of_another_body_stay_in_force() -> None:
    old, new = replace(OLD, issuer="乙厂", scope=("国企",)), replace(NEW, issuer="乙厂", scope=("国企",))
    assert states(old, new, day=date(2024, 1, 1))["old"] == "已废止"
    for other in (replace(new, issuer="甲厂"), replace(new, scope=("学校",))):
        assert states(old, other, day=date(2024, 1, 1))["old"] == "现行"


def test_where_nothing_tells_which_is_newer_both_stay_in_force() -> None:
    a, b = Record("a", "值班办法", "a.txt"), Record("b", "值班办法", "b.txt")
    assert states(a, b, day=date(2024, 1, 1)) == {"a": "现行", "b": "现行"}


def test_words_tell_the_order_where_no_date_does() -> None:
    trial, final = Record("trial", "值班办法（试行）", "a.txt"), Record("final", "值班办法", "b.txt")
    assert timeline([final, trial]).of["trial"] == Validity(ended=True, replaced_by="final")


def test_a_day_of_issue_or_the_year_of_a_number_tells_it_too() -> None:
    a = Record("a", "值班办法", "a.txt", number="星发〔2019〕3号")
    b = Record("b", "值班办法", "b.txt", date="2021-06-01")
    assert timeline([a, b]).of["a"] == Validity(date(2019, 1, 1), date(2021, 5, 31), replaced_by="b")


def test_two_copies_of_one_edition_both_go_when_the_next_comes() -> None:
    copy = replace(OLD, id="copy", source="copy.docx")
    assert states(OLD, copy, day=date(2020, 1, 1)) == {"old": "现行", "copy": "现行"}
    assert states(OLD, copy, NEW, day=date(2024, 1, 1)) == {"old": "已废止", "copy": "已废止", "new": "现行"}


def test_what_a_text_repeals_goes_out_of_force_with_its_day() -> None:
    rota = Record("rota", "值班补助规定", "rota.txt", effective_from="2015-01-01")
    new = replace(NEW, repeals=(Repeal("值班补助规定"),))
    assert timeline([rota, new]).of["rota"] == Validity(date(2015, 1, 1), date(2023, 9, 30), replaced_by="new")
    assert states(rota, NEW, day=date(2024, 1, 1))["rota"] == "现行"


@pytest.mark.parametrize(("name", "status"), [
    (Repeal("值班补助规定（2015年修订）"), "已废止"),
    (Repeal("值班补助规定（2012年修订）"), "现行"),
    (Repeal("值班补助规定", "星发〔2015〕2号"), "已废止"),
    (Repeal("值班补助规定", "星发〔2012〕2号"), "现行"),
    (Repeal("值班规定"), "现行")])
def test_only_the_edition_that_is_named_is_repealed(name: Repeal, status: str) -> None:
    rota = Record("rota", "值班补助规定", "rota.txt", number="星发〔2015〕2号", effective_from="2015-03-01")
    assert states(rota, replace(NEW, repeals=(name,)), day=date(2024, 1, 1))["rota"] == status


def test_a_later_document_of_the_repealed_name_is_not_meant() -> None:
    later = Record("later", "值班补助规定", "later.txt", effective_from="2025-01-01")
    assert states(later, replace(NEW, repeals=(Repeal("值班补助规定"),)), day=date(2026, 1, 1))["later"] == "现行"


def test_a_catalogue_may_say_what_replaces_what() -> None:
    a = Record("a", "旧规定", "a.txt", issuer="甲")
    b = Record("b", "新规定", "b.txt", issuer="乙", effective_from="2024-01-01")
    for records in ([a, replace(b, repeals=(Repeal("a.txt"),))], [replace(a, followed_by="新规定"), b]):
        known = timeline(records).of
        assert (known["a"].end, known["a"].replaced_by, known["b"].replaces) == (date(2023, 12, 31), "b", "a")


def test_an_end_that_is_printed() -> None:
    ends = replace(OLD, effective_to="2020-03")
    assert timeline([ends]).of["old"].end == date(2020, 3, 31)
    assert states(ends, day=date(2020, 3, 31)) == {"old": "现行"}
    assert states(ends, day=date(2020, 4, 1)) == {"old": "已失效"}


def test_one_that_is_stated_as_repealed_was_in_force_only_until_a_known_day() -> None:
    gone = replace(OLD, status="已废止")
    assert states(gone, day=date(2020, 1, 1)) == {"old": "已废止"}
    assert states(replace(gone, effective_to="2021-01-01"), day=date(2020, 1, 1)) == {"old": "现行"}
    assert states(gone, NEW, day=date(2020, 1, 1))["old"] == "现行"


def test_another_word_of_the_catalogue_is_shown_while_in_force() -> None:
    assert states(replace(OLD, status="试行"), day=date(2020, 1, 1)) == {"old": "试行"}
