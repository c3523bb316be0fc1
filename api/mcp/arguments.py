"""What each tool takes (工具的参数): checked here, and shown to assistants as JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kb.answer.engine import MAX_QUESTION
from kb.errors import QuestionError
from kb.question.filters import scope_names

Scope = Annotated[str | None, Field(default=None, max_length=20, description=(
    f"只看这一类单位，可用：{'、'.join(scope_names())}。不确定就不要填。"))]
Role = Annotated[str | None, Field(default=None, max_length=20, description=(
    "只看这一角色，如 党支部书记、副书记、支部委员、党员。不确定就不要填。"))]


AsOf = Annotated[str | None, Field(default=None, max_length=20, description=(
    "按这一天有效的规定，如 2024-05-01；不填为今天。"))]


class Arguments(BaseModel):
    """What every tool's arguments share: nothing but what is named is taken."""

    model_config = ConfigDict(extra="forbid")


class AskArguments(Arguments):
    question: str = Field(min_length=1, max_length=MAX_QUESTION, description="一个问题，用提问人的原话，如 "
                          "党支部书记每年至少上几次党课")
    history: list[Annotated[str, Field(max_length=MAX_QUESTION)]] = Field(
        default_factory=list, max_length=20,
        description="同一次对话里先前的问题，旧的在前；“那副书记呢”这样的追问靠它补全")
    scope: Scope
    role: Role
    k: int = Field(default=10, ge=1, le=50, description="一并返回的相关条款数")
    as_of: AsOf


class SearchArguments(Arguments):
    query: str = Field(min_length=1, max_length=MAX_QUESTION, description="要找的词语或问题")
    k: int = Field(default=10, ge=1, le=100, description="取前几条")
    scope: Scope
    role: Role
    as_of: AsOf


class ClauseArguments(Arguments):
    id: str = Field(min_length=1, max_length=200, description="条款编号，取自其他工具结果里的 clause 或 id")


class ObligationsArguments(Arguments):
    scope: Scope
    role: Role
    document: str | None = Field(default=None, max_length=200, description="只看这个文件：编号，或名称中的几个字")
    limit: int = Field(default=100, ge=1, le=1000, description="最多返回几项；总数总会说明")


A = TypeVar("A", bound=Arguments)


def checked(kind: type[A], given: object) -> A:
    """The arguments as `kind`. Raises QuestionError naming every one that is wrong."""
    try:
        return kind.model_validate(given)
    except ValidationError as e:
        wrong = dict.fromkeys(_complaint(x) for x in e.errors(include_url=False))
        raise QuestionError(f"参数不对：{'；'.join(wrong)}。") from e


def _complaint(error: Any) -> str:
    """What is wrong with one argument, with the limit that it broke."""
    name, limits = ".".join(map(str, error["loc"])) or "参数", error.get("ctx", {})
    said = {"missing": "缺少", "extra_forbidden": "不认识", "string_too_short": "是空的",
            "string_too_long": f"太长，上限 {limits.get('max_length')} 个字",
            "too_long": f"太多，上限 {limits.get('max_length')} 个",
            "greater_than_equal": f"太小，最小 {limits.get('ge')}", "less_than_equal": f"太大，最大 {limits.get('le')}",
            "string_type": "应为文字", "int_type": "应为整数", "int_parsing": "应为整数", "int_from_float": "应为整数",
            "list_type": "应为列表"}
    return f"{name} {said.get(error['type'], '的值不对')}"
