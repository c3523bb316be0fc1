"""A topic as it goes over HTTP, in the shape of kb.training.topics.objects; responses may carry further fields."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kb.question.filters import scope_names


class TopicQuery(BaseModel):
    """看哪几类单位。"""

    model_config = ConfigDict(extra="forbid")

    scope: list[str] = Field(default_factory=list, max_length=12,
                             description=f"哪几类单位，可以写几次：{'、'.join(scope_names())}；不写为全部",
                             json_schema_extra={"items": {"type": "string", "enum": [*scope_names()]}})


class TopicName(BaseModel):
    """一个建议的专题。"""

    model_config = ConfigDict(extra="allow")

    topic: str = Field(description="专题")
    matters: list[str] = Field(description="包括的几件事")


class TopicRowOut(BaseModel):
    """一条规定。"""

    model_config = ConfigDict(extra="allow")

    matter: str = Field(description="专题里的哪件事")
    scope: list[str] = Field(description="约束哪几类单位")
    who: Literal["branch", "secretary", "member", "other"] = Field(
        description="对谁的规定：branch 党组织，secretary 书记，member 党员，other 其他")
    owner: str | None = Field(description="对谁，照印出的")
    value: str | None = Field(description="数量或期限的说法，如 至少1次；没有写数为 null")
    period: str | None = Field(description="周期")
    comparator: Literal[">=", "<=", "=", "range"] | None = Field(description="数量怎样比较")
    unit: str | None = Field(description="单位：次、学时、人、% 等")
    clause: str = Field(description="条款编号")
    citation: str = Field(description="出处")
    quote: str = Field(description="原文，等于条款 text[start:end]")
    start: int = Field(description="在条款 text 里的起点（字符）")
    end: int = Field(description="终点（不含）")
    conflict: str | None = Field(description="同类单位里规定同一件事而不一致的几条，这里相同；没有则为 null")


class TopicOut(BaseModel):
    """一个专题在各类单位的规定。"""

    model_config = ConfigDict(extra="allow")

    topic: str = Field(description="专题")
    rows: list[TopicRowOut] = Field(description="各条规定")
    silent: list[str] = Field(description="没有规定的单位类型")
    without_number: list[str] = Field(description="有规定而没有写数的单位类型")
    differences: str = Field(description="各类单位的差别，一句话")
