"""The checklist as it goes over HTTP, in the shape of kb.checklist.objects; responses may carry further fields."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kb.checklist.library import FIRST_YEAR, LAST_YEAR
from kb.language.vocabulary import roles
from kb.question.filters import scope_names


class ChecklistQuery(BaseModel):
    """谁的清单。"""

    model_config = ConfigDict(extra="forbid")

    role: str = Field(max_length=20, description="哪个角色，如 党支部书记；别的叫法（支部书记）也认",
                      json_schema_extra={"enum": [r.name for r in roles()]})
    scope: str = Field(max_length=20, description=f"哪类单位：{'、'.join(scope_names())}",
                       json_schema_extra={"enum": [*scope_names()]})
    year: int | None = Field(default=None, ge=FIRST_YEAR, le=LAST_YEAR, description="哪一年的到期日；不写为今年")


class ItemOut(BaseModel):
    """清单里的一条。"""

    model_config = ConfigDict(extra="allow")

    id: str = Field(description="这一条的编号；条款文字不变，编号就不变")
    clause: str = Field(description="条款编号")
    citation: str = Field(description="出处")
    quote: str = Field(description="原文，等于条款 text[start:end]")
    start: int = Field(description="在条款 text 里的起点（字符）")
    end: int = Field(description="终点（不含）")
    who: Literal["own", "branch"] = Field(description="谁的职责：own 本人，branch 他所领导的组织")
    rhythm: Literal["每月", "每季度", "每半年", "每年", "有期限", "任期", "经常", "一次性"] | None = Field(
        description="归在哪一组；一般职责为 null")
    action: str = Field(description="做什么")
    count: int | float | list[int | float] | None = Field(description="数量，或 [最少, 最多]")
    comparator: Literal[">=", "<=", "=", "range"] | None = Field(description="数量怎样比较")
    unit: str | None = Field(description="单位：次、学时、人、%、‰ 等")
    period: str | None = Field(description="周期")
    deadline: str | None = Field(description="印出的期限，如 七一前")
    due: list[str] = Field(description="这一年的到期日，如 2026-06-30")
    record: list[str] = Field(description="要留的材料，照印出的")
    condition: str | None = Field(description="什么条件下才适用，照印出的")
    must: bool = Field(description="有次数、数量或期限")
    conflict: str | None = Field(description="规定同一件事而不一致的几条，这里相同；没有则为 null")
    stricter: bool = Field(description="不一致的几条里从严要照办的一条")
    also: list[str] = Field(description="另外说了同一件事的出处")


class ChecklistOut(BaseModel):
    """一个角色在一类单位一年里的职责清单。"""

    model_config = ConfigDict(extra="allow")

    role: str = Field(description="角色")
    scope: str = Field(description="单位类型")
    year: int = Field(description="年份")
    count: int = Field(description="条数")
    items: list[ItemOut] = Field(description="各条")
