"""An answerer over a few clauses, ranked and judged by the words they share with the question, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kb.answer.answerability import Answerability
from kb.answer.engine import Answerer
from kb.answer.forest import Forest
from kb.answer.judge import Judge
from kb.answer.signals import SIGNALS
from kb.answer.unmatched import Unmatched
from kb.question.finder import Finder
from kb.search.features import FEATURES
from kb.search.holdings import Holdings
from kb.search.index.build import build_index
from kb.search.ranker import Ranker
from kb.search.translation import Translation
from kb.types import Answer, Clause, Query
from tests.conftest import HashEmbedder
from tests.search.samples import clause

DUTIES = "党支部书记责任清单"
LECTURE = clause("lecture", "党支部书记每年至少为党员上1次党课，认真备课。", path=(DUTIES,), list_title=DUTIES,
                 roles=("党支部书记",))
CHAIR = clause("chair", "主持召开支部委员会，研究支部重点工作。", path=(DUTIES,), list_title=DUTIES,
               roles=("党支部书记",))
FEES = clause("fees", "组织委员每季度公示1次党费收缴情况，接受监督。", list_title="组织委员责任清单",
              roles=("组织委员",))
SCHOOL = clause("school", "学校党员每学期听党课不少于2次，撰写心得体会。", list_title="学校任务清单", scope=("学校",))
OFFICE = clause("office", "党员异动信息，机关报告党群部门并存档。", list_title="机关规定", scope=("机关",))
FACTORY = clause("factory", "党员异动信息，国企报告党群部门并存档。", list_title="公司规定", scope=("国企",))
OLD = replace(clause("old", "党支部书记每年至少为党员上9次党课，认真备课。", list_title="旧清单"), document_id="gone")
CLAUSES = [LECTURE, CHAIR, FEES, SCHOOL, OFFICE, FACTORY, OLD]
DOCUMENTS = {"d": ("办法", "现行"), "gone": ("旧办法", "已废止")}
ASKED, BOTH = "党支部书记每年至少上几次党课", "党课每年上几次"


def column(names: Sequence[str], **weights: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array([weights.get(n, 0.0) for n in names], dtype=np.float32)


def ranker() -> Ranker:
    """Clauses by the words and pairs they share with the question."""
    none = column(FEATURES)
    return Ranker(FEATURES, none, none + 1, column(FEATURES, word=1, pair=1), none[None, :], none[:1], none[:1])


def judge(*, also_at: float = 0.8, elsewhere_at: float = 0.6) -> Judge:
    """The logistic of 40 × coverage − 36: 0.98 where all of the subject is held, 0.02 where four fifths of it are."""
    none = column(SIGNALS)
    return Judge(none, none + 1, column(SIGNALS, coverage=40), -36.0, none[None, :], none[:1], none[:1],
                 also_at, elsewhere_at)


def answerability(answer_at: float = 0.5) -> Answerability:
    """0.95 where the first clause holds more than half of the subject, 0.05 where it does not."""
    held = Forest(0.0, np.array([[SIGNALS.index("coverage")]], dtype=np.int16), np.array([[0.5]], dtype=np.float32),
                  np.array([[-3.0, 3.0]], dtype=np.float32))
    return Answerability(held, Unmatched({}, 0.0), answer_at)


def answerer(clauses: Sequence[Clause] = CLAUSES, *, judged: Judge | None = None, answer_at: float = 0.5) -> Answerer:
    titles = {i: title for i, (title, _) in DOCUMENTS.items()}
    index = build_index(clauses, titles, [], HashEmbedder(), repealed=["gone"])
    finder = Finder(index, HashEmbedder(), ranker=ranker(), translation=Translation({}))
    return Answerer(Holdings.of(clauses), DOCUMENTS, finder, judge=judged or judge(),
                    answerability=answerability(answer_at))


def ask(desk: Answerer, question: str, *history: str, scope: str | None = None, role: str | None = None,
        k: int = 10) -> Answer:
    answer = desk.answer(Query(question, history, scope, role, k))
    shown = {c.clause.id: c.clause for c in answer.clauses}
    assert all(shown[f.clause_id].text[f.start:f.end] == f.quote for f in answer.findings)
    return answer


def ids(answer: Answer) -> list[str]:
    return [f.clause_id for f in answer.findings]
