"""Requests of POST /v1/chat/completions, as OpenAI's clients send them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api import examples
from api.request_schemas import AsOf, Role, Scope


class PartModel(BaseModel):
    """一条消息的一部分；只读 type 为 text 的。"""

    model_config = ConfigDict(title="ChatPart")

    type: str = Field(max_length=50, description="text 是文字")
    text: str | None = Field(default=None, description="文字")


class MessageModel(BaseModel):
    """对话里的一条消息。"""

    model_config = ConfigDict(title="ChatMessage")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"] = Field(
        description="user 是提问；其余的不读")
    content: str | list[PartModel] | None = Field(default=None, description="内容：一段文字，或分成几部分")


class StreamOptionsModel(BaseModel):
    """逐段返回时的选项。"""

    model_config = ConfigDict(title="ChatStreamOptions")

    include_usage: bool | None = Field(default=None, description="最后另发一段用量")


class ChatRequest(BaseModel):
    """一次对话，最后一条是问题。temperature、max_tokens 等不影响回答的参数不读。"""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.CHAT]})

    model: str | None = Field(default=None, max_length=200, description="模型，见 /v1/models；不写为 dangjian-kb")
    messages: list[MessageModel] = Field(min_length=1, max_length=4000, description="对话，旧的在前，最后一条是 user")
    stream: bool | None = Field(default=None, description="逐段返回（text/event-stream）")
    stream_options: StreamOptionsModel | None = Field(default=None, description="逐段返回时的选项")
    n: int | None = Field(default=None, description="只能是 1")
    tools: list[Any] | None = Field(default=None, description="不支持，要不写或为空")
    functions: list[Any] | None = Field(default=None, description="不支持，要不写或为空")
    response_format: dict[str, Any] | None = Field(default=None, description="只支持 {\"type\": \"text\"}")
    logprobs: bool | None = Field(default=None, description="不支持")
    modalities: list[Any] | None = Field(default=None, description="只支持 [\"text\"]")
    audio: Any = Field(default=None, description="不支持")
    scope: Scope = None
    role: Role = None
    as_of: AsOf = None
