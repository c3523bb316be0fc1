"""Requests as they come over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from api import examples
from kb.answer.engine import MAX_QUESTION
from kb.question.filters import scope_names
from kb.show.export.conversation import Turn

# With the question this stays within the limit of a request's size, three bytes a character.
MAX_HISTORY = 16_000

Scope = Annotated[str | None, Field(
    max_length=20, description=f"只看这一类单位：{'、'.join(scope_names())}")]
AsOf = Annotated[str | None, Field(max_length=20, description="按这一天有效的规定，如 2024-05-01；不写为今天")]
Role = Annotated[str | None, Field(max_length=20, description="只看这一角色，如 党支部书记")]


def _not_too_long(history: list[str]) -> list[str]:
    if sum(map(len, history)) > MAX_HISTORY:
        raise PydanticCustomError("too_long", "too long")
    return history


History = Annotated[
    list[Annotated[str, Field(max_length=MAX_QUESTION)]], AfterValidator(_not_too_long),
    Field(default_factory=list, max_length=20,
          description=f"同一次对话里先前的问题，旧的在前；合计至多 {MAX_HISTORY} 字")]


class AskRequest(BaseModel):
    """一个问题、同一次对话里先前的问题，和读者的筛选。"""

    model_config = ConfigDict(extra="forbid", json_schema_extra={
        "examples": [examples.ASK]})

    question: str = Field(max_length=MAX_QUESTION, description="问题")
    history: History
    scope: Scope = None
    role: Role = None
    k: int = Field(default=10, ge=1, le=50, description="返回的条款数")
    as_of: AsOf = None


class TurnRequest(BaseModel):
    """One question of a conversation with the reader's filters at that time."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(max_length=MAX_QUESTION, description="问题")
    scope: str | None = Field(default=None, max_length=20, description="只看这一类单位")
    role: str | None = Field(default=None, max_length=20, description="只看这一角色")
    as_of: AsOf = None


class ConversationRequest(BaseModel):
    """The questions of a conversation, the oldest first."""

    model_config = ConfigDict(extra="forbid")

    turns: list[TurnRequest] = Field(description="对话里的问题，旧的在前")

    def as_turns(self) -> list[Turn]:
        """The turns as the core knows them."""
        return [Turn(t.question, t.scope, t.role, t.as_of) for t in self.turns]


class FeedbackRequest(BaseModel):
    """对一个回答的评价（有用、没用），或给管理员的反馈。"""

    model_config = ConfigDict(extra="forbid", json_schema_extra={
        "examples": [{"question": "党课要讲多长时间", "status": "not_found", "useful": False, "remark": "想知道时长",
                      "clauses": [], "kind": "answer"}]})

    question: str = Field(min_length=1, max_length=MAX_QUESTION, description="问题")
    history: History
    scope: str | None = Field(default=None, max_length=20, description="当时筛选的单位类型")
    role: str | None = Field(default=None, max_length=20, description="当时筛选的角色")
    status: Literal["answered", "not_found", "invalid"] | None = Field(default=None, description="回答的状态")
    useful: bool | None = Field(default=None, description="有用 true，没用 false")
    remark: str = Field(default="", max_length=1000, description="说明")
    clauses: list[Annotated[str, Field(max_length=64)]] = Field(default_factory=list, max_length=50,
                                                                description="回答所列条款的编号")
    kind: Literal["answer", "report"] = Field(default="answer", description="对回答的评价，或给管理员的反馈")


class SearchQuery(BaseModel):
    """检索的词语和筛选。"""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(max_length=MAX_QUESTION, description="要找的词语", examples=["党费公示"])
    k: int = Field(default=10, ge=1, le=100, description="返回的条款数")
    retriever: Literal["bm25", "vector", "hybrid"] = Field(
        default="hybrid", description="检索方式：hybrid 综合（默认），bm25 只按词语，vector 只按句向量")
    scope: Scope = None
    role: Role = None
    as_of: AsOf = None
    repealed: bool = Field(default=False, description="连同已废止和尚未施行的条款，各自标明")


class ObligationQuery(BaseModel):
    """职责事项的筛选。"""

    model_config = ConfigDict(extra="forbid")

    scope: Scope = None
    role: Role = None
    document: str | None = Field(default=None, max_length=200, description="只看这个文件：编号，或名称中的几个字")
