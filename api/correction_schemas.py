"""What the routes and pages of corrected obligations take and give (更正的职责事项)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import ObligationOut
from kb.manage.corrections import Stated


class CorrectionIn(BaseModel):
    """一项职责改成什么样；没有的留空。"""

    model_config = ConfigDict(extra="forbid")

    clause: str = Field(max_length=200, description="条款编号")
    key: str = Field("", max_length=20, description="改哪一项（见 GET 的 key）；不写则加一项")
    remove: bool = Field(False, description="去掉这一项")
    quote: str = Field("", max_length=10_000, description="所依据的原文，与条款逐字相同")
    subject: str = Field("", max_length=500, description="谁")
    action: str = Field("", max_length=500, description="做什么")
    period: str = Field("", max_length=500, description="周期，如 每季度")
    comparator: str = Field("", max_length=20, description="至少、不超过或正好")
    count: str = Field("", max_length=500, description="数量，如 2 或 3-5；必须印在所引的原文里")
    unit: str = Field("", max_length=500, description="单位，如 次")
    deadline: str = Field("", max_length=500, description="期限")
    condition: str = Field("", max_length=500, description="只在什么情况下")
    record: str = Field("", max_length=500, description="留下的材料，用、隔开")

    def stated(self) -> Stated | None:
        """What is stated; None where the obligation is taken out."""
        if self.remove:
            return None
        return Stated(**self.model_dump(exclude={"clause", "key", "remove", "csrf"}))


class CorrectionForm(CorrectionIn):
    """The form of the page."""

    csrf: str = Field("", max_length=200)


class StandingObligationOut(ObligationOut):
    """一项职责现在的样子。"""

    key: str = Field(description="指明这一项，更正时写它")
    correction: int | None = Field(description="来自哪一处更正；照文字读出的为 null")


class CorrectionOut(BaseModel):
    """一处更正。"""

    id: int = Field(description="编号，取回时写它")
    clause: str = Field(description="条款编号")
    text: str = Field(description="更正时条款的文字；条款改了，更正随即不起作用")
    told: str = Field(description="改了什么")
    who: str = Field(description="谁改的")
    at: str = Field(description="何时，ISO 8601，UTC")
    holds: bool = Field(description="现在起不起作用")


class CorrectionsOut(BaseModel):
    """一份文件的职责事项和其中的更正。"""

    obligations: list[StandingObligationOut] = Field(description="职责事项，按印出的次序")
    corrections: list[CorrectionOut] = Field(description="更正，先改的在前")
