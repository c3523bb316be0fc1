"""A quiz as it goes over HTTP, in the shape of kb.training.item; responses may carry further fields."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kb.question.filters import scope_names
from kb.training.item import ItemType
from kb.training.quiz.library import MOST

_Topic = Annotated[str, Field(max_length=40)]
_Kind = Annotated[str, Field(max_length=20, json_schema_extra={"enum": [*scope_names()]})]


class QuizRequest(BaseModel):
    """要什么样的题。"""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"topic": "党课", "n": 5}]})

    topic: _Topic | Annotated[list[_Topic], Field(max_length=20)] = Field(
        default_factory=list, description="专题，如 党费；可以是几个，不写为全部")
    scope: _Kind | Annotated[list[_Kind], Field(max_length=20)] | None = Field(
        default=None, description=f"哪类单位：{'、'.join(scope_names())}；可以是几类，不写为全部")
    n: int = Field(default=10, ge=1, le=MOST, description="出几道题；再出就会重复时，给出的少一些")
    seed: int = Field(default=1, ge=0, lt=2**31, description="第几套：同一个数出同一套题")
    type: ItemType | Annotated[list[ItemType], Field(max_length=6)] | None = Field(
        default=None, description="题型，可以是几种；不写为各种都有")

    def topics(self) -> list[str]:
        """The topics, none for everything."""
        return [self.topic] if isinstance(self.topic, str) else self.topic

    def kinds(self) -> list[str]:
        """The kinds of organisation, none for any."""
        return [self.scope] if isinstance(self.scope, str) else self.scope or []

    def types(self) -> list[ItemType]:
        """The types, none for all."""
        return [self.type] if isinstance(self.type, str) else self.type or []


class QuizItemOut(BaseModel):
    """一道题。"""

    model_config = ConfigDict(extra="allow")

    type: Literal["single", "multiple", "truefalse", "fill", "match", "short"] = Field(description="题型")
    question: str = Field(description="题干；配对题每行一项待配的事")
    options: list[str] = Field(description="选项，按印出的次序；配对题是右边一列")
    key: list[str] = Field(description="答案：字母、对或错、填空的字、配对（1-B）、简答的要点")
    scope: str = Field(description="问的是哪类单位")
    clause: str = Field(description="条款编号")
    citation: str = Field(description="出处")
    quote: str = Field(description="原文，等于条款 text[start:end]")
    start: int = Field(description="在条款 text 里的起点（字符）")
    end: int = Field(description="终点（不含）")
    difficulty: int = Field(ge=1, le=3, description="难度：1 易，2 中，3 难")
