from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from evals.answers import Asked, answer_measures
from evals.collection import CORPUS, Collection, shelve, split_questions, wordings
from evals.gates import GATES
from evals.measures import Score
from evals.qrels import Part, Qrel, Question, load_questions
from evals.wordings import MEASURES, WordingsReport, agree, every_part, exact, right, rows
from kb.types import Answer, AnswerStatus, Citation, CitedClause
from tests.evals.test_qrels import TRAINING_FILES
from tests.search.samples import clause

GOLD = (Qrel("汇编", "清单", "讲2次"),)
ASKED = Question("a", "几次", "consistency", None, (), "any", GOLD, ("2次",), None, None, fact="F1", wording=1)
Groups = dict[str, list[Collection]]
UNRULED = replace(ASKED, gold=(), values=())


def asked(question: Question, said: str, *clauses: str, gold: Sequence[str] = ("1",),
          parts: Sequence[Sequence[str]] = (), status: AnswerStatus = "answered", period: str | None = None) -> Asked:
    """A question with the answer that it got, standing on the named clauses, best first."""
    findings = tuple(Citation(c, "讲2次", 0, 3, None, period) for c in clauses)
    shown = tuple(CitedClause(clause(c, "讲2次"), "汇编", "《汇编》", "现行", 1.0) for c in clauses)
    return Asked(question, Answer("几次", status, said, findings, shown), tuple(gold), tuple(map(tuple, parts)))


@pytest.fixture(scope="module")
def groups() -> Groups:
    return {split: [c for together in wordings(split) for c in together] for split in ("dev", "test")}


class TestQuestions:
    @pytest.mark.parametrize("split", ["dev", "test"])
    def test_gold_is_found_and_values_do_not_match_nothing(self, split: str, groups: Groups) -> None:
        for group in groups[split]:
            for q in group.questions:
                assert bool(group.shelf.gold(q)) == q.answerable, q.id
                assert len(group.shelf.parts(q)) == len(q.parts)
                said = (*q.values, *q.wrong, *(v for part in q.parts for v in part.values))
                assert not any(re.compile(pattern).search("") for pattern in said), q.id

    def test_ids_are_unique_and_every_fact_is_asked_in_ten_wordings(self, groups: Groups) -> None:
        questions = [q for split in groups.values() for group in split for q in group.questions]
        assert [i for i, n in Counter(q.id for q in questions).items() if n > 1] == []
        for group in (g for split in groups.values() for g in split if g.name.endswith("consistency")):
            facts: dict[str | None, set[int | None]] = {}
            for q in group.questions:
                facts.setdefault(q.fact, set()).add(q.wording)
            assert {f for f, asked in facts.items() if asked != set(range(1, 11))} == set()

    def test_what_is_tested_is_not_trained_on_and_not_chosen_by(self, groups: Groups) -> None:
        def bare(q: Question) -> str:
            return re.sub(r"\W", "", q.question)

        known = {bare(q) for path in TRAINING_FILES for q in load_questions(path)}
        known |= {bare(q) for q in split_questions(["train"]) if not q.history}
        known |= {re.sub(r"\W", "", question) for _, question in shelve(CORPUS).attached}
        chosen = {bare(q) for group in groups["dev"] for q in group.questions if not q.history}
        tested = [q for group in groups["test"] for q in group.questions if not q.history]
        assert [q.id for q in tested if bare(q) in known | chosen] == []

    def test_every_group_has_its_measures(self, groups: Groups) -> None:
        assert {g.name for g in groups["test"]} == set(MEASURES)


class TestRight:
    def test_the_value_leads(self) -> None:
        assert right(asked(ASKED, "每年2次。", "1"))
        assert not right(asked(ASKED, "每年1次。书记讲2次。", "1"))

    def test_without_a_value_the_first_clause_is_right_and_the_verdict_not_against_the_premise(self) -> None:
        plain = replace(ASKED, values=(), premise=True)
        assert right(asked(plain, "是，每年2次。", "1"))
        assert not right(asked(plain, "是，每年2次。", "2", "1"))
        assert not right(asked(plain, "不是，每年2次。", "1"))

    def test_what_nothing_rules_is_refused(self) -> None:
        assert right(asked(UNRULED, "没有条款规定。", status="not_found", gold=()))
        assert not right(asked(UNRULED, "每年2次。", "1", gold=()))

    def test_a_yes_no_question_that_is_not_settled_may_be_answered_without_a_verdict(self) -> None:
        open_question = replace(UNRULED, category="yesno", wrong=("^(是|不是)",))
        assert right(asked(open_question, "规定是：讲2次。", "1", gold=()))
        assert not right(asked(open_question, "是，讲2次。", "1", gold=()))


def test_a_list_is_exact_with_all_its_clauses_and_no_other() -> None:
    assert exact(asked(ASKED, "共 2 条", "2", "1", gold=("1", "2")))
    assert not exact(asked(ASKED, "共 1 条", "1", gold=("1", "2")))
    assert not exact(asked(ASKED, "共 3 条", "1", "2", "3", gold=("1", "2")))


class TestEveryPart:
    BOTH = replace(ASKED, parts=(Part("几次", GOLD, ("2次",)), Part("收多少钱", (), ())))

    def test_each_part_is_answered_or_named(self) -> None:
        said = "几次：每年2次；收多少钱：没有找到规定。"
        assert every_part(asked(self.BOTH, said, "1", parts=(("1",), ())))
        assert not every_part(asked(self.BOTH, said, "2", parts=(("1",), ())))
        assert not every_part(asked(self.BOTH, "每年2次。", "1", parts=(("1",), ())))


class TestAgree:
    def test_right_answers_agree_however_they_are_said(self) -> None:
        assert agree([asked(ASKED, "每年2次。", "1"), asked(ASKED, "不是，每年2次。", "2")])

    def test_wrong_ones_agree_in_their_figure_or_their_clause(self) -> None:
        monthly = asked(ASKED, "每月1次。", "1", period="每月")
        assert agree([monthly, asked(ASKED, "每月1次。", "2", period="每月")])
        assert not agree([monthly, asked(ASKED, "每季度1次。", "1", period="每季度")])
        assert not agree([asked(ASKED, "汇报。", "1"), asked(ASKED, "汇报。", "2")])

    def test_a_refusal_does_not_agree_with_an_answer(self) -> None:
        refused = asked(ASKED, "没有条款规定。", status="not_found")
        assert agree([refused, refused])
        assert not agree([refused, asked(ASKED, "每年2次。", "1")])


def test_a_fact_is_right_in_all_its_wordings_or_not() -> None:
    other = replace(ASKED, id="b", fact="F2")
    scores = MEASURES["consistency"]([
        asked(ASKED, "每年2次。", "1"), asked(replace(ASKED, id="c"), "每年2次。", "1"),
        asked(other, "每年2次。", "1"), asked(replace(other, id="d"), "没有。", status="not_found")])
    assert {m: list(v) for m, v in scores.items()} == {
        "false_refusal": [0, 0, 0, 1], "right": [1, 1, 1, 0], "facts_all": [1, 0], "agree": [1, 0]}


@pytest.mark.parametrize(("said", "backed"), [
    ("每年2次。", True), ("每年3次。", False), ("见第12条，每年2次。", True),
    ("书记9月讲几次：没有找到规定；每年2次。", True), ("9月讲2次。", False)])
def test_numbers_stand_in_the_clause_or_its_citation_or_in_what_is_named_as_missing(said: str, backed: bool) -> None:
    a = asked(ASKED, said, "1")
    shown = (replace(a.answer.clauses[0], citation="《汇编》第12条"),)
    got = replace(a, answer=replace(a.answer, clauses=shown))
    assert answer_measures([got])["numbers_backed"] == {"a": float(backed)}


def test_every_gated_measure_is_shown() -> None:
    gated = json.loads(GATES.read_text(encoding="utf-8"))["wordings"]
    shown = rows(WordingsReport("wordings", 0, {m: Score(0.5, 0.4, 0.6, 9) for m in gated}))
    assert sum(s is not None for _, *scores in shown for s in scores) == len(gated)
