"""How an answer was decided (作答经过): what the question was read as, and what spoke for each clause looked at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kb.answer.consideration import Considered
from kb.answer.evidence import Evidence
from kb.answer.figures import slot_fit
from kb.cite import number_label
from kb.data import load_toml
from kb.question.question import Question
from kb.types import Answer

_UNIT = {1: "有", 0: "不问数", -1: "没有"}


@dataclass(frozen=True, slots=True)
class Weighed:
    """One clause that was looked at.

    `held` is the share of the question's matter that it holds, `probable` how likely it is the answer, both 0–1;
    `number` says in Chinese whether it gives the number asked for, `decided` what became of it.
    """

    clause_id: str
    source: str
    quote: str
    owner: str
    held: float
    number: str
    probable: float
    decided: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one reading of a question was answered; `slots` are its parts by their Chinese names."""

    question: str
    slots: Mapping[str, str]
    answerable: float
    answer_at: float
    weighed: tuple[Weighed, ...]


def explain(considered: Considered, answer: Answer, titles: Mapping[str, tuple[str, str]]) -> Explanation:
    """Why `answer` was given on what was `considered`; `titles` are title and status of the documents, by id."""
    given = {f.clause_id for f in answer.findings}
    rows = tuple(_weighed(e, p, struck, given, considered, titles)
                 for e, p, struck in zip(considered.evidence, considered.probabilities, considered.struck, strict=True))
    return Explanation(answer.understood_as or answer.question, _slots(considered.question), considered.answerable,
                       considered.answer_at, rows)


def explanation_object(explanation: Explanation) -> dict[str, Any]:
    """The same for programs."""
    return {"question": explanation.question, "slots": dict(explanation.slots),
            "answerable": round(explanation.answerable, 3), "answer_at": round(explanation.answer_at, 3),
            "weighed": [{"clause": w.clause_id, "source": w.source, "quote": w.quote, "owner": w.owner,
                         "held": round(w.held, 2), "number": w.number, "probable": round(w.probable, 3),
                         "decided": w.decided} for w in explanation.weighed]}


def _slots(question: Question) -> dict[str, str]:
    kinds = load_toml("phrases.toml")["kinds"]
    slots = {"问法": kinds[question.kind], "谁": "、".join((*question.roles, *sorted(question.offices))),
             "单位": "、".join(question.scopes), "事": question.content,
             "要的数": "、".join(question.slots) or ("数" if question.counts else ""),
             "说到的数": "、".join(question.text[m.start:m.end] for m in question.quantities),
             "各部分": "；".join(p.text for p in question.parts)}
    return {name: said for name, said in slots.items() if said}


def _weighed(e: Evidence, probable: float, struck: str | None, given: Collection[str], considered: Considered,
             titles: Mapping[str, tuple[str, str]]) -> Weighed:
    asked, frame = considered.question, e.frame
    number = _UNIT[e.unit] if frame is None or not asked.slots else ("有" if slot_fit(asked, frame) else "没有")
    owner = (e.obligation.subject if e.obligation else None) or "、".join(e.clause.roles) or "、".join(e.clause.scope)
    if e.clause.id in given:
        decided = "引用"
    elif struck:
        decided = f"不取：{struck}"
    elif considered.answerable < considered.answer_at:
        decided = "不取：整个问题的依据不足"
    else:
        decided = "不取：不如所引的条款"
    source = f"《{titles[e.clause.document_id][0]}》{number_label(e.clause) or e.clause.list_title}"
    return Weighed(e.clause.id, source, e.quote, owner, e.whole, number, probable, decided)
