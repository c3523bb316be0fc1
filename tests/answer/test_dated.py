"""Three editions of one set of rules, one set that has expired and one that is to come; asked on a fixed day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kb.answer.dated import DatedAnswerer
from kb.answer.remembered import Remembered
from kb.errors import SearchIndexError
from kb.manage.intake import ingest
from kb.question.finder import Finder
from kb.search.index.build import update_index
from kb.store.library import open_library
from kb.types import Answer, Query
from tests.conftest import HashEmbedder

TODAY = date(2026, 11, 28)


def rules(title: str, issued: str, meals: str, days: str, starts: str, more: str = "") -> str:
    return "\n".join((title, f"（{issued}印发）", "第一条 为了规范差旅费管理，制定本办法。",
                      f"第二条 伙食补助费每人每天{meals}元。", f"第三条 报销应当在返回后{days}日内办理。",
                      "第四条 住宿费由所在单位支付。", f"第五条 本办法自{starts}起施行{more}。", ""))


FILES = {
    "2018.txt": rules("差旅费管理办法", "2018年3月1日", "八十", "三十", "2018年4月1日"),
    "2026.txt": rules("差旅费管理办法（2026年修订）", "2026年5月1日", "一百", "二十", "2026年6月1日",
                      "，2018年3月1日印发的《差旅费管理办法》同时废止"),
    "2027.txt": rules("差旅费管理办法（2027年修订）", "2026年11月1日", "一百二十", "二十", "2027年1月1日"),
    "keys.txt": "钥匙管理规定\n第一条 钥匙由值班室专人保管。\n第二条 领取钥匙应当登记，当日归还。\n"
                "第三条 本规定自2020年1月1日起施行，有效期三年。\n",
    "cars.txt": "公务用车管理规定\n第一条 公务用车每周检查一次轮胎。\n第二条 本规定自2027年3月1日起施行。\n",
}


class Clock:
    """The day, which a test may move."""

    day = TODAY

    def __call__(self) -> date:
        return self.day


@pytest.fixture(scope="module")
def remembered() -> Remembered:
    """What was answered on one day must not be given on another: every test here asks with answers remembered."""
    return Remembered(1 << 22)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, remembered: Remembered) -> Iterator[tuple[DatedAnswerer, Clock]]:
    folder, clock = tmp_path_factory.mktemp("dated"), Clock()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    with closing(open_library(folder / "data" / "library.db", today=clock)) as library:
        ingest(library, [], corpus=folder)
        finder = Finder(update_index(folder / "index", library, HashEmbedder()), HashEmbedder())
        yield DatedAnswerer.of_library(library, finder, remembered=remembered), clock


@pytest.fixture
def desk(opened: tuple[DatedAnswerer, Clock]) -> DatedAnswerer:
    opened[1].day = TODAY
    return opened[0]


def asked(desk: DatedAnswerer, question: str, as_of: date | None = None, *history: str) -> Answer:
    return desk.answer(Query(question, tuple(history), as_of=as_of))


def test_only_the_same_question_on_the_same_day_is_not_worked_out_again(
        opened: tuple[DatedAnswerer, Clock], remembered: Remembered) -> None:
    (desk, clock), looks = opened, list[bool]()
    remembered.forget()
    remembered.on_look = looks.append
    clock.day = TODAY
    first, again = asked(desk, "伙食补助费每天多少"), asked(desk, " 伙食補助费每天多少")
    assert (first.answer, first.findings, first.clauses) == (again.answer, again.findings, again.clauses)
    assert again.question == " 伙食補助费每天多少", "it is told as it was asked"
    asked(desk, "伙食补助费每天多少", date(2019, 1, 1))
    asked(desk, "伙食补助费每天多少", None, "钥匙由谁保管")
    desk.answer(Query("伙食补助费每天多少", scope="机关"))
    clock.day = date(2027, 2, 1)
    assert "一百二十" in asked(desk, "伙食补助费每天多少").findings[0].quote
    assert looks == [False, True, False, False, False, False]
    remembered.on_look = lambda _found: None


def sources(answer: Answer) -> set[str]:
    """The titles of the documents of everything that is shown with an answer, with how they stand."""
    return {f"{c.document}{c.status}" for c in answer.clauses}


MEALS = "伙食补助费每人每天多少元"
OLD, NOW, NEXT = "差旅费管理办法已废止", "差旅费管理办法（2026年修订）现行", "差旅费管理办法（2027年修订）尚未施行"


@pytest.mark.parametrize(("as_of", "quote", "shown"), [
    (None, "一百元", {NOW}), (date(2026, 6, 1), "一百元", {NOW}), (date(2026, 5, 31), "八十元", {OLD}),
    (date(2018, 4, 1), "八十元", {OLD}), (date(2026, 12, 31), "一百元", {NOW}),
    (date(2027, 1, 1), "一百二十元", {NEXT})])
def test_the_edition_in_force_on_the_day_answers_alone(desk: DatedAnswerer, as_of: date | None, quote: str,
                                                       shown: set[str]) -> None:
    answer = asked(desk, MEALS, as_of)
    assert (answer.status, quote in answer.findings[0].quote, answer.as_of) == ("answered", True, as_of)
    assert {s for s in sources(answer) if s.startswith("差旅费")} == shown


def test_before_there_was_any_nothing_answers(desk: DatedAnswerer) -> None:
    assert (asked(desk, MEALS, date(2017, 1, 1)).status, asked(desk, MEALS, date(2017, 1, 1)).clauses) == (
        "not_found", ())


def test_the_change_to_come_is_announced_and_the_past_one_told(desk: DatedAnswerer) -> None:
    answer = asked(desk, MEALS)
    coming, changed = answer.notices
    assert (coming.kind, coming.day, coming.quote) == ("coming", date(2027, 1, 1), "伙食补助费每人每天一百二十元。")
    assert "自2027年1月1日起改为：伙食补助费每人每天一百二十元。" in answer.answer
    assert (changed.kind, changed.day, changed.quote) == ("changed", date(2026, 6, 1), "伙食补助费每人每天八十元。")
    assert "2026年6月1日起修改过" in answer.answer
    for notice in answer.notices:
        assert notice.other is not None and notice.other.text[notice.start:notice.end] == notice.quote
        assert notice.clause == answer.findings[0].clause_id


def test_a_rule_that_stays_is_not_announced(desk: DatedAnswerer) -> None:
    assert asked(desk, "住宿费由谁支付").notices == ()
    days = asked(desk, "报销应当在返回后几日内办理")
    assert [n.kind for n in days.notices] == ["changed"]
    assert asked(desk, "报销应当在返回后几日内办理", date(2027, 8, 1)).notices[1:] == ()


def test_an_edition_comes_into_force_without_being_read_again(opened: tuple[DatedAnswerer, Clock]) -> None:
    desk, clock = opened
    clock.day = date(2027, 1, 1)
    answer = asked(desk, MEALS)
    assert "一百二十元" in answer.findings[0].quote
    assert desk.documents[answer.clauses[0].clause.document_id] == ("差旅费管理办法（2027年修订）", "现行")
    assert [n.kind for n in answer.notices] == ["changed"]
    clock.day = date(2028, 1, 2)
    assert asked(desk, MEALS).notices == ()


@pytest.mark.parametrize(("edition", "quote"), [
    ("2018年版差旅费管理办法", "八十元"), ("修订前", "八十元"), ("旧版差旅费管理办法", "八十元"),
    ("差旅费管理办法（2018年）", "八十元"), ("2027年修订的差旅费管理办法", "一百二十元"),
    ("2026年版差旅费管理办法", "一百元")])
def test_an_edition_that_is_asked_for(desk: DatedAnswerer, edition: str, quote: str) -> None:
    question = f"{edition}{MEALS}"
    answer = asked(desk, question)
    assert (answer.question, quote in answer.findings[0].quote) == (question, True)
    assert len({s for s in sources(answer) if s.startswith("差旅费")}) == 1
    assert ("ended" in {n.kind for n in answer.notices}) == (quote != "一百元")


def test_an_edition_asked_for_behind_another_question(desk: DatedAnswerer) -> None:
    assert "八十元" in asked(desk, "那2018年版呢", None, MEALS).findings[0].quote


def test_an_edition_that_the_library_lacks_is_said_to_be_missing(desk: DatedAnswerer) -> None:
    answer = asked(desk, "2015年版差旅费管理办法伙食补助费每人每天多少元")
    assert (answer.status, answer.findings) == ("not_found", ())
    assert answer.answer == "知识库里没有2015年版的《差旅费管理办法》，有的是：2018年、2026年、2027年。"


def test_when_one_was_repealed_the_one_in_force_says(desk: DatedAnswerer) -> None:
    answer = asked(desk, "2018年印发的差旅费管理办法什么时候废止")
    assert sources(answer) >= {NOW} and "2026年6月1日起施行" in answer.findings[0].quote
    assert answer.notices == ()


@pytest.mark.parametrize(("question", "kind", "said"), [
    ("领取钥匙应当登记吗", "ended", "《钥匙管理规定》讲到过，但已不再有效。"),
    ("公务用车多久检查一次轮胎", "coming", "《公务用车管理规定》自2027年3月1日起施行，届时有规定。")])
def test_where_only_a_document_out_of_force_speaks_of_it(desk: DatedAnswerer, question: str, kind: str, said: str
                                                         ) -> None:
    answer = asked(desk, question)
    assert (answer.status, answer.findings, [n.kind for n in answer.notices]) == ("not_found", (), [kind])
    assert answer.answer.endswith(said)


def test_an_expired_rule_on_request_is_marked(desk: DatedAnswerer) -> None:
    answer = asked(desk, "领取钥匙应当登记吗", date(2021, 1, 1))
    assert (answer.status, sources(answer)) == ("answered", {OLD, "钥匙管理规定已失效"})
    assert answer.notices[0].text == "这一规定自2023年1月1日起不再有效。"


def test_searching_as_of_a_day_and_everywhere(desk: DatedAnswerer) -> None:
    def found(as_of: date | None = None, everything: bool = False) -> set[str]:
        return {c.status for c in desk.search("伙食补助费", as_of=as_of, everything=everything)}

    assert (found(), found(date(2020, 1, 1)), found(date(2027, 1, 1))) == ({"现行"}, {"已废止", "已失效"}, {"尚未施行"})
    assert found(everything=True) >= {"现行", "已废止", "尚未施行"}


def test_an_index_older_than_the_library_is_an_error(tmp_path: Path, desk: DatedAnswerer) -> None:
    with (closing(open_library(tmp_path / "library.db")) as other,
          pytest.raises(SearchIndexError, match="索引比知识库旧")):
        DatedAnswerer.of_library(other, desk.finder)
