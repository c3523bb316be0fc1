"""Responses of /v1, as OpenAI's clients read them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class SourceOut(BaseModel):
    """回答所依据的一处原文。"""

    model_config = ConfigDict(title="ChatCitation")

    mark: str = Field(description="回答里的记号，如 ①")
    clause: str = Field(description="条款编号，可用 /api/clauses/{id} 读")
    document_id: str = Field(description="文件编号")
    document: str = Field(description="文件名称")
    citation: str = Field(description="出处")
    quote: str = Field(description="逐字的引文")
    start: int = Field(description="引文在条款里的起点（字符）")
    end: int = Field(description="引文在条款里的终点")
    scope: list[str] = Field(description="约束哪些单位")
    status: str = Field(description="现行、已废止、已失效或尚未施行")
    page: int | None = Field(description="页码")
    link: str = Field(description="在本服务上看原文的地址")


class SaidOut(BaseModel):
    """回答的文字。"""

    model_config = ConfigDict(title="ChatAnswer")

    role: Literal["assistant"] = Field(description="总是 assistant")
    content: str = Field(description="Markdown：结论、记号和逐字的引文")
    refusal: None = Field(description="总是 null；没有规定时 content 里说明，status 为 not_found")


class ChoiceOut(BaseModel):
    """唯一的一个回答。"""

    model_config = ConfigDict(title="ChatChoice")

    index: int = Field(description="总是 0")
    message: SaidOut
    logprobs: None = Field(description="总是 null")
    finish_reason: Literal["stop"] = Field(description="总是 stop")


class UsageOut(BaseModel):
    """用量。没有语言模型，也就没有 token；数的是字符。"""

    model_config = ConfigDict(title="ChatUsage")

    prompt_tokens: int = Field(description="问题和先前的问题的字符数")
    completion_tokens: int = Field(description="回答的字符数")
    total_tokens: int = Field(description="两者之和")
    unit: Literal["characters"] = Field(description="数的是字符，不是 token")


class CompletionOut(BaseModel):
    """OpenAI 的 chat.completion，另有 citations 和 status。"""

    model_config = ConfigDict(title="ChatCompletion")

    id: str = Field(description="这次回答的编号")
    object: Literal["chat.completion"] = Field(description="种类")
    created: int = Field(description="何时（1970 年以来的秒数）")
    model: str = Field(description="模型")
    choices: list[ChoiceOut]
    usage: UsageOut
    citations: list[SourceOut] = Field(description="所依据的原文，依记号的次序；没有规定时为空")
    status: Literal["answered", "not_found", "invalid"] = Field(description="answered 作答，not_found 没有规定")


class ModelOut(BaseModel):
    """一个可选的模型。"""

    model_config = ConfigDict(title="ChatModel")

    id: str = Field(description="名称")
    object: Literal["model"] = Field(description="种类")
    created: int = Field(description="服务何时启动（1970 年以来的秒数）")
    owned_by: str = Field(description="程序和版本")


class ModelsOut(BaseModel):
    """可选的模型。"""

    model_config = ConfigDict(title="ChatModels")

    object: Literal["list"] = Field(description="种类")
    data: list[ModelOut]
