"""An answer as a message of a chat (聊天消息): the conclusion with marks, and under each mark the words it stands on.

For front ends that show a message as Markdown. Only what would read as markup is escaped, so that a quotation is nearly
always also in the message's source what it is in the clause; `citations` has it exactly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kb.show.marks import bracketed, circled, pieces, reference
from kb.types import OUT_OF_FORCE, Answer, Citation, CitedClause

_RELATED, _BEGINNING = 3, 60
_CIRCLED = re.compile("[①-⑳]")
_MARKUP = re.compile(r"([\\`*<$]|_(?=_)|(?<=_)_|(?<![0-9A-Za-z])_|~(?=~)|\[(?=[^\]\n]*\]\())")
_OPENING = re.compile(r"^(\s*)(?:(#{1,6}|[-+>])(?=\s|$|>)|(\d+)([.)])(?=\s))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """A finding with the mark by which the message names it."""

    mark: str
    finding: Citation
    cited: CitedClause

    def as_object(self) -> dict[str, Any]:
        """The JSON form; `link` leads to the words within the document, on the service."""
        f, clause = self.finding, self.cited.clause
        return {"mark": self.mark, "clause": f.clause_id, "document_id": clause.document_id,
                "document": self.cited.document, "citation": self.cited.citation, "quote": f.quote, "start": f.start,
                "end": f.end, "scope": list(f.scope), "status": self.cited.status, "page": clause.page,
                "link": f"/documents/{clause.document_id}?clause={clause.id}&start={f.start}&end={f.end}#{clause.id}"}


def sources(answer: Answer) -> tuple[Source, ...]:
    """What the answer stands on, each once, best first. Circled numbers are marks where the answer has none itself."""
    cited = {c.clause.id: c for c in answer.clauses}
    found = {(f.clause_id, f.start, f.end): f for f in answer.findings}.values()
    mark = _mark_in(answer)
    return tuple(Source(mark(n), f, cited[f.clause_id]) for n, f in enumerate(found, 1))


def message(answer: Answer) -> str:
    """The whole message; one that finds nothing says so and names the nearest clauses as what they are."""
    found = sources(answer)
    blocks = [f"理解为：{_plain(answer.understood_as)}"] if answer.understood_as else []
    blocks.append(_marked(answer, found))
    blocks += [_plain(n.text) for n in answer.notices if n.text not in answer.answer]
    if found:
        blocks.append("**依据**")
        blocks += [f"{s.mark} {_where(s.cited, s.finding.scope)}\n\n{_quoted(s.finding.quote)}" for s in found]
    elif answer.status == "not_found" and answer.clauses:
        blocks.append("内容相近的条款（不是回答，不要引用）：")
        blocks.append("\n".join(f"- {_where(c, c.clause.scope)}：{_plain(_beginning(c.clause.text))}"
                                for c in answer.clauses[:_RELATED]))
    return "\n\n".join(blocks)


def _marked(answer: Answer, found: Sequence[Source]) -> str:
    """The conclusion with its marks, where the page has them, too."""
    mark = _mark_in(answer)
    references = [reference(n, s.cited, s.finding) for n, s in enumerate(found, 1)]
    (cut,) = pieces([answer.answer], references)
    return "".join(_plain(p.text) + "".join("–".join(map(mark, run)) for run in p.runs) for p in cut)


def _mark_in(answer: Answer) -> Callable[[int], str]:
    return bracketed if _CIRCLED.search(answer.answer) else circled


def _where(cited: CitedClause, scope: Sequence[str]) -> str:
    status = f"，{cited.status}" if cited.status in OUT_OF_FORCE else ""
    page = f"，第 {cited.clause.page} 页" if cited.clause.page else ""
    return f"{_plain(cited.citation)}（{'、'.join(scope)}{page}{status}）"


def _quoted(quote: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in _plain(quote).split("\n"))


def _beginning(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _BEGINNING else f"{flat[:_BEGINNING]}…"


def _plain(text: str) -> str:
    """`text` such that a reader of Markdown sees just these characters."""
    return _OPENING.sub(lambda m: m[1] + (f"\\{m[2]}" if m[2] else f"{m[3]}\\{m[4]}"), _MARKUP.sub(r"\\\1", text))
