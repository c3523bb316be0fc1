from __future__ import annotations

from dataclasses import replace

import pytest

from kb.answer.evidence import Evidence
from kb.answer.mismatch import (
    absent,
    given,
    lacking,
    of_another_kind,
    of_another_matter,
    subject_fit,
)
from kb.ingest.analysis import analyse, pairs_of
from kb.language.pairs import flat
from kb.question.asking import AskedUnit
from tests.answer.samples import PLAIN, analysed, at
from tests.search.samples import clause

LECTURE = "书记每年至少上1次党课，认真备课听课。"
TIMES, PEOPLE = (AskedUnit(frozenset({u}), False, False) for u in ("次", "人"))


def sentence(text: str, *, roles: tuple[str, ...] = ()) -> Evidence:
    a = analysed(text, roles=roles)
    return at(a, a.sentences[0])


@pytest.mark.parametrize(("roles", "text", "fit"), [
    (("书记",), LECTURE, 1), (("党支部书记",), LECTURE, 1), (("副书记",), LECTURE, -1),
    (("副书记", "书记"), LECTURE, 1), ((), LECTURE, 0), (("书记",), "每年至少上1次党课，认真备课。", 0),
])
def test_whether_the_quoted_words_speak_of_the_role(roles: tuple[str, ...], text: str, fit: float) -> None:
    assert subject_fit(sentence(text), replace(PLAIN, roles=roles)) == fit


@pytest.mark.parametrize(("named", "scopes", "bound", "another"), [
    (("国企",), ("国企",), ("学校",), True),
    (("国企",), ("国企",), ("学校", "国企"), False),
    (("国企",), ("国企",), ("通用",), False),
    (("高校",), ("高校",), ("学校",), False),
    ((), ("国企",), ("学校",), False),
    (("国企",), ("国企", "农村"), ("学校",), False),
])
def test_a_clause_for_another_kind_of_organisation(named: tuple[str, ...], scopes: tuple[str, ...],
                                                   bound: tuple[str, ...], another: bool) -> None:
    asked = replace(PLAIN, kinds_named=named, scopes=scopes)
    a = analyse(clause("c", LECTURE, scope=bound), "")
    assert of_another_kind(at(a, a.sentences[0]), asked) is another


class TestOfAnotherMatter:
    A = analysed("坚持和加强党员教育管理监督工作。书记每年为全体党员讲授党课。各支部集中学习每次不少于3小时。")
    HOURS = at(A, A.phrases[-1], unit=1)
    ASKED = replace(PLAIN, kind="count", words=("党课",))

    def test_the_figure_stands_in_a_sentence_that_does_not_name_the_matter_as_another_does(self) -> None:
        assert self.HOURS.quote == "各支部集中学习每次不少于3小时"
        assert of_another_matter(self.HOURS, self.ASKED)

    @pytest.mark.parametrize("words", [("集中学习",), ("述职",), ("全体",), ()])
    def test_the_matter_is_named_beside_the_figure_or_nowhere_or_is_no_term(self, words: tuple[str, ...]) -> None:
        assert not of_another_matter(self.HOURS, replace(self.ASKED, words=words))

    def test_headings_name_the_matter_of_every_sentence(self) -> None:
        a = analysed(self.A.clause.text, path=("一、党课",))
        assert not of_another_matter(at(a, a.phrases[-1], unit=1), self.ASKED)

    def test_only_a_figure_of_the_kind_asked_for_can_belong_to_another_matter(self) -> None:
        assert not of_another_matter(replace(self.HOURS, unit=0), self.ASKED)
        assert not of_another_matter(replace(self.HOURS, obligation=None), self.ASKED)
        assert not of_another_matter(self.HOURS, replace(self.ASKED, kind="what"))


@pytest.mark.parametrize(("words", "share"), [
    (("党课",), 0), (("党课", "述职"), 0.5), (("述职", "考勤"), 1), (("支委会",), 0), ((), 0)])
def test_the_share_of_words_that_a_clause_does_not_hold(words: tuple[str, ...], share: float) -> None:
    assert lacking(replace(PLAIN, words=words), "支部委员会研究党课安排") == share


@pytest.mark.parametrize(("agents", "share"), [
    ((), 0), ((("县委",),), 1), ((("书记",),), 0), ((("书记",), ("县委",)), 1),
    ((("党支", "支部", "部书", "书记"),), 0.75)])
def test_how_much_of_a_body_that_is_named_a_clause_never_mentions(agents: tuple[tuple[str, ...], ...],
                                                                  share: float) -> None:
    assert absent(replace(PLAIN, agents=agents), pairs_of(flat("由书记主持"))) == share


@pytest.mark.parametrize(("unit", "text", "value"), [
    (TIMES, LECTURE, 1), (PEOPLE, LECTURE, -1), (TIMES, "按时缴纳党费", -1), (None, LECTURE, 0),
    (PEOPLE, "书记每年上1次党课，听课不少于20人。", 1),
])
def test_whether_a_clause_gives_the_quantity_anywhere(unit: AskedUnit | None, text: str, value: float) -> None:
    assert given(replace(PLAIN, unit=unit), analysed(text)) == value
