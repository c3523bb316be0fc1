"""What each tool gives (工具的结果), as JSON Schema for assistants: the objects of kb.render, field by field."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field


class FindingResult(BaseModel):
    """一条依据：clauses 里 id 等于 clause 的那一条，text[start:end] 逐字等于 quote。"""

    clause: str = Field(description="条款编号")
    quote: str = Field(description="逐字引文，引用时照抄")
    start: int
    end: int
    value: str | None = Field(description="数量，如 至少1次")
    period: str | None = Field(description="周期，如 每年")
    subject: str | None = Field(description="谁")
    scope: list[str] = Field(description="约束哪几类单位")


class ClauseResult(BaseModel):
    """一条条款，text 为文件原文。"""

    id: str = Field(description="条款编号")
    document_id: str
    document: str = Field(description="文件名称")
    path: list[str] = Field(description="上面的各级标题，由外到内")
    number: str | None = Field(description="印在文件上的编号")
    citation: str = Field(description="规范引用，如 《…》…清单 第3条")
    text: str = Field(description="原文")
    scope: list[str] = Field(description="约束哪几类单位")
    roles: list[str] = Field(description="约束哪些角色")
    page: int | None
    status: str = Field(description="现行或已废止")


class RankedClauseResult(ClauseResult):
    """排了序的条款。"""

    score: float = Field(description="越大越相关，只在同一次检索里可比")


class AskResult(BaseModel):
    """回答和它的依据。"""

    question: str
    status: Literal["answered", "not_found", "invalid"] = Field(
        description="answered 已回答；not_found 知识库里没有规定，clauses 只是最接近的；invalid 不是问题")
    answer: str = Field(description="简短的回答")
    findings: list[FindingResult] = Field(description="依据，最相关的在前；没有回答时为空")
    clauses: list[RankedClauseResult] = Field(description="相关条款，依据在前")
    understood_as: str | None = Field(default=None, description="追问补全后的问题")
    took_ms: float


class SearchResult(BaseModel):
    """检索到的条款，最相关的在前。"""

    query: str
    clauses: list[RankedClauseResult]


class NeighbourResult(BaseModel):
    """前一条或后一条。"""

    id: str
    number: str | None
    text: str


class ClauseInContextResult(ClauseResult):
    """一条条款和它的前后条。"""

    before: NeighbourResult | None
    after: NeighbourResult | None


class ObligationResult(BaseModel):
    """一项有次数、数量或期限的职责；条款原文的 [start:end] 逐字等于 quote。"""

    clause: str = Field(description="条款编号")
    document: str
    path: list[str]
    number: str | None
    quote: str = Field(description="逐字引文")
    start: int
    end: int
    subject: str | None = Field(description="谁")
    action: str = Field(description="做什么")
    period: str | None = Field(description="周期，如 每年")
    count: float | list[float] | None = Field(description="数量，或 [低, 高]")
    comparator: str | None = Field(description='">="、"<="、"=" 或 "range"')
    unit: str | None
    deadline: str | None = Field(description="期限")
    scope: list[str]


class ObligationsResult(BaseModel):
    """职责事项，按文件里的先后。"""

    total: int = Field(description="符合条件的总数；比列出的多时说明列得不全")
    obligations: list[ObligationResult]
