"""The tools themselves (工具): arguments in, a readable text and the same as an object out. No protocol here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from api.live import Live
from api.mcp import texts
from api.mcp.arguments import Arguments, AskArguments, ClauseArguments, ObligationsArguments, SearchArguments, checked
from api.mcp.results import FoundResult, ObligationsResult
from api.schemas import AnswerOut, ClauseDetailOut
from kb.errors import QuestionError
from kb.question.filters import checked_day, checked_question, checked_role, checked_scope
from kb.show.lookup import clause_in_context, list_obligations
from kb.show.objects import answer_object, cited_object, obligation_object
from kb.types import Query

INSTRUCTIONS = (
    "党建规章知识库：党支部、党总支和各类单位（学校、高校、机关、国企、两新等）党建工作的责任清单、任务清单、建设标准和实施办法。"
    "回答这方面的问题前先用 ask；它直接给出简短回答和逐字引文。引用时照抄引文（quote）并写上出处（citation），"
    "不要改写数字和期限；不同单位、角色的规定常不相同，要说清是哪一类。"
    "status 为 not_found 时如实说知识库里没有规定，不要拿相关条款充当答案。")


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool gives: a text to read and quote from, and the object of its result schema."""

    text: str
    structured: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as assistants see it, and what it does; `run` raises KBError where it cannot."""

    name: str
    title: str
    description: str
    arguments: type[Arguments]
    result: type[BaseModel]
    run: Callable[[Live, Mapping[str, Any]], Result]


def ask(live: Live, given: Mapping[str, Any]) -> Result:
    """One answer with its findings."""
    a = checked(AskArguments, given)
    history = tuple(checked_question(h) for h in a.history)
    answer = live.ask(Query(checked_question(a.question), history, checked_scope(a.scope),
                            checked_role(a.role), a.k, checked_day(a.as_of)))
    if answer.status == "invalid":
        raise QuestionError(answer.answer)
    return Result(texts.answer_text(answer), answer_object(answer))


def search(live: Live, given: Mapping[str, Any]) -> Result:
    """Ranked clauses that bind the chosen kind of organisation and role; of a repealed one the text says so."""
    a = checked(SearchArguments, given)
    query = checked_question(a.query)
    found = live.answerer.search(query, k=a.k, scope=checked_scope(a.scope), role=checked_role(a.role),
                                 as_of=checked_day(a.as_of))
    return Result(texts.search_text(query, found), {"query": query, "clauses": [cited_object(c) for c in found]})


def clause(live: Live, given: Mapping[str, Any]) -> Result:
    """One clause with its neighbours."""
    shown = clause_in_context(live.library, checked(ClauseArguments, given).id.strip())
    return Result(texts.clause_text(shown), shown.as_object())


def obligations(live: Live, given: Mapping[str, Any]) -> Result:
    """The table of obligations, filtered."""
    a = checked(ObligationsArguments, given)
    rows = list_obligations(live.library, scope=checked_scope(a.scope), role=checked_role(a.role),
                            document=a.document or None)
    shown = rows[:a.limit]
    return Result(texts.obligations_text(shown, total=len(rows)), {
        "total": len(rows), "obligations": [obligation_object(o, c, document=title) for o, c, title in shown]})


TOOLS = {t.name: t for t in (
    Tool("ask", "问党建规章",
         "回答一个关于党建规章的问题（多久一次、几次、几人、何时、谁负责、有哪些职责、是什么、对不对）：给出简短回答，"
         "以及所依据条款的逐字引文和出处；没有规定时明说没有。首选这个工具。",
         AskArguments, AnswerOut, ask),
    Tool("search", "检索条款",
         "按词语或意思检索条款，只排序，不作答。要通读某个话题的各条规定时用它；只想要答案请用 ask。",
         SearchArguments, FoundResult, search),
    Tool("clause", "读一条条款",
         "按条款编号读一条条款的原文、出处和前后条，用来核对引文或看上下文。",
         ClauseArguments, ClauseDetailOut, clause),
    Tool("obligations", "列职责事项",
         "列出有次数、数量或期限的职责事项（谁、做什么、多久、多少、何时前），可按单位类别、角色、文件筛选。"
         "做清单、日程、对照检查时用它。",
         ObligationsArguments, ObligationsResult, obligations),
)}
