"""Training material (培训材料): POST /api/training."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from api.layers.problem import documented
from api.packs import Packs
from kb.training.pack.phrases import audiences, lengths
from kb.training.pack.wanted import MOST_CLAUSES, MOST_NOTE, MOST_TOPICS, Picked, Wanted

_ZIP = "application/zip"
Name = Annotated[str, Field(max_length=100)]
Names = Name | Annotated[list[Name], Field(max_length=MOST_TOPICS)]


class PickedModel(BaseModel):
    """收集的一条条款。"""

    model_config = ConfigDict(extra="forbid")

    clause: Name = Field(description="条款编号")
    note: Annotated[str, Field(max_length=MOST_NOTE)] = Field(default="", description="培训人的备注")


class TrainingRequest(BaseModel):
    """要一套什么材料。专题和收集的条款至少有一样。"""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [
        {"topics": ["党课", "党费"], "scopes": ["机关"], "length": "简要"}]})

    topics: Names = Field(default_factory=list, description="专题，照先后；只有一个时可以不写成列表",
                          validation_alias=AliasChoices("topics", "topic"))
    scopes: Names = Field(default_factory=list, description="只讲哪几类单位；不写则全部",
                          validation_alias=AliasChoices("scopes", "scope"))
    clauses: list[PickedModel] = Field(default_factory=list, max_length=MOST_CLAUSES, description="收集的条款，照先后")
    without: list[Name] = Field(default_factory=list, max_length=1000, description="去掉的条款编号")
    order: list[Name] = Field(default_factory=list, max_length=1000, description="排在前面的条款编号，照先后")
    audience: Name = Field(default="", description=f"给谁讲：{'、'.join(a.name for a in audiences())}")
    length: Name = Field(default="", description=f"篇幅：{'、'.join(x.name for x in lengths())}")
    seed: int = Field(default=1, ge=0, le=2**31 - 1, description="同一个数出同一套题")

    def as_wanted(self) -> Wanted:
        """The same as the core knows it."""
        picked = tuple(Picked(c.clause, c.note) for c in self.clauses)
        return Wanted(_several(self.topics), _several(self.scopes), picked, tuple(self.without),
                      tuple(self.order), self.audience, self.length, self.seed)


def _several(stated: str | list[str]) -> tuple[str, ...]:
    return (stated,) if isinstance(stated, str) else tuple(stated)


def router(packs: Packs) -> APIRouter:
    """The route, over what is live."""
    routes = APIRouter(prefix="/api", tags=["培训"])

    @routes.post("/training", summary="一套培训材料", response_class=Response,
                 response_description="zip：讲义.docx、课件.pptx、试题.docx、答案.docx、试题.xlsx、试题.html",
                 responses={200: {"content": {_ZIP: {"schema": {"type": "string", "format": "binary"}}}},
                            **documented(422, 429, 503)})
    def training(wanted: TrainingRequest) -> Response:
        """讲义、课件和试题，每句话都有出处。同样的请求得到同样的文件。"""
        return Response(packs.content(wanted.as_wanted(), None), media_type=_ZIP)

    return routes
