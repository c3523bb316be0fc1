"""A question about the last answer (就上一答再问): where it stands, its words in full, its reason, what else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from kb.answer.compose import MAX_ANSWER
from kb.cite import number_label
from kb.data import load_toml
from kb.language.sentences import sentences
from kb.question.ellipsis import About
from kb.types import Answer, Clause

# With so many findings besides the first, all of one list, the answer was that list.
_LIST = 2


def retold(answer: Answer, about: About, clauses: Mapping[str, Clause], titles: Mapping[str, tuple[str, str]]
           ) -> Answer:
    """The last answer with what is asked about it: the clause of its first finding, in as many words as there is room.

    One that found nothing, and one that is only wanted once more, stays as it is. `titles` holds title and status of
    every document by id.
    """
    if not answer.findings or about == "again":
        return answer
    phrases = load_toml("phrases.toml")["retold"]
    first, more = answer.findings[0], len(answer.findings) - 1
    clause = clauses[first.clause_id]
    if about in ("source", "detail") and more >= _LIST and len({clauses[f.clause_id].list_title
                                                                 for f in answer.findings}) == 1:
        said = phrases[f"all_{about}"].format(source=_source(clause, titles[clause.document_id][0]), n=more + 1)
        return replace(answer, answer=said)
    spans = sentences(clause.text)
    reasons = re.compile(phrases["reasons"])
    reason = next((s for s in spans if about == "reason" and reasons.search(clause.text[slice(*s)])), None)
    lead = phrases["unexplained" if about == "reason" and reason is None else about].format(
        source=_source(clause, titles[clause.document_id][0]), n=more)
    if about == "more" and not more:
        lead = ""
    start, end = _widened(spans, reason or (first.start, first.end), MAX_ANSWER - len(lead))
    start = min(max(start, _printed_number(clause)), first.start)
    quote = clause.text[start:end]
    told = f"{lead}{quote}"
    return replace(answer, answer=told if len(told) <= MAX_ANSWER else f"{told[:MAX_ANSWER - 1]}…",
                   findings=(replace(first, quote=quote, start=start, end=end), *answer.findings[1:]))


def _source(clause: Clause, title: str) -> str:
    """《文件》第3条; the number only where the clause itself prints it."""
    printed = clause.number is not None and clause.number in clause.text
    return f"《{title}》{number_label(clause) or ''}" if printed else f"《{title}》"


def _printed_number(clause: Clause) -> int:
    """How many characters the printed number takes at the beginning of the clause."""
    m = re.match(rf"\s*{re.escape(clause.number or '')}[.．、\s]*", clause.text)
    return m.end() if m and clause.number else 0


def _widened(spans: list[tuple[int, int]], told: tuple[int, int], room: int) -> tuple[int, int]:
    """Whole sentences around the told words, those after before those before, while they fit into `room` characters."""
    start = max((s for s, _ in spans if s <= told[0]), default=told[0])
    end = min((e for _, e in spans if e >= told[1]), default=told[1])
    for _, e in spans:
        if e > end and e - start <= room:
            end = e
    for s, _ in reversed(spans):
        if s < start and end - s <= room:
            start = s
    return start, end
