"""Requests as they come over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kb.answer.engine import MAX_QUESTION
from kb.export.conversation import Turn


class AskRequest(BaseModel):
    """A question, the earlier questions of its conversation (oldest first), and the reader's filters."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={
        "examples": [{"question": "党支部书记每年至少上几次党课", "history": [], "scope": "机关", "k": 10}]})

    question: str = Field(max_length=MAX_QUESTION, description="问题")
    history: list[str] = Field(default_factory=list, max_length=20, description="同一次对话里先前的问题，旧的在前")
    scope: str | None = Field(default=None, max_length=20, description="只看这一类单位")
    role: str | None = Field(default=None, max_length=20, description="只看这一角色")
    k: int = Field(default=10, ge=1, le=50, description="返回的条款数")


class TurnRequest(BaseModel):
    """One question of a conversation with the reader's filters at that time."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(max_length=MAX_QUESTION, description="问题")
    scope: str | None = Field(default=None, max_length=20, description="只看这一类单位")
    role: str | None = Field(default=None, max_length=20, description="只看这一角色")


class ConversationRequest(BaseModel):
    """The questions of a conversation, the oldest first."""

    model_config = ConfigDict(extra="forbid")

    turns: list[TurnRequest] = Field(description="对话里的问题，旧的在前")

    def as_turns(self) -> list[Turn]:
        """The turns as the core knows them."""
        return [Turn(t.question, t.scope, t.role) for t in self.turns]


class FeedbackRequest(BaseModel):
    """A reader's word on an answer (有用/没用), or a report to the administrator."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={
        "examples": [{"question": "党课要讲多长时间", "status": "not_found", "useful": False, "remark": "想知道时长",
                      "clauses": [], "kind": "answer"}]})

    question: str = Field(min_length=1, max_length=MAX_QUESTION, description="问题")
    history: list[Annotated[str, Field(max_length=MAX_QUESTION)]] = Field(
        default_factory=list, max_length=20, description="同一次对话里先前的问题，旧的在前")
    scope: str | None = Field(default=None, max_length=20, description="当时筛选的单位类型")
    role: str | None = Field(default=None, max_length=20, description="当时筛选的角色")
    status: Literal["answered", "not_found", "invalid"] | None = Field(default=None, description="回答的状态")
    useful: bool | None = Field(default=None, description="有用 true，没用 false")
    remark: str = Field(default="", max_length=1000, description="说明")
    clauses: list[Annotated[str, Field(max_length=64)]] = Field(default_factory=list, max_length=50,
                                                                description="回答所列条款的编号")
    kind: Literal["answer", "report"] = Field(default="answer", description="对回答的评价，或给管理员的反馈")
