"""What each tool gives (工具的结果), as JSON Schema for assistants: the same objects that the HTTP interface gives."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.schemas import CitedClauseOut, ObligationOut


class FoundResult(BaseModel):
    """检索到的条款，最相关的在前。"""

    query: str
    clauses: list[CitedClauseOut]


class ObligationsResult(BaseModel):
    """职责事项，按文件里的先后。"""

    total: int = Field(description="符合条件的总数；比列出的多时说明列得不全")
    obligations: list[ObligationOut]


def schema_of(result: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a result, without the examples: an assistant reads every word of it with every question."""
    schema = result.model_json_schema(mode="serialization")
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("examples", None)
    return schema
