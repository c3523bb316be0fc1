"""An error in OpenAI's shape (对话接口的出错), which clients of /v1 read; the message is Chinese as elsewhere."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

_TYPES = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}
_CODES = {401: "invalid_api_key", 413: "request_too_large", 429: "rate_limit_exceeded"}


class ChatErrorDetail(BaseModel):
    """出了什么错。"""

    model_config = ConfigDict(title="ChatErrorDetail")

    message: str = Field(description="出了什么错、怎么办")
    type: str = Field(description="错误的种类")
    param: str | None = Field(description="哪个参数不对")
    code: str | None = Field(description="错误的代号")
    request_id: str | None = Field(description="请求编号，与日志里的一致")


class ChatErrorObject(BaseModel):
    """出错时的说明，OpenAI 的样子。"""

    model_config = ConfigDict(title="ChatError")

    error: ChatErrorDetail


def chat_error(status: int, detail: str, *, param: str | None, code: str | None, request_id: str | None
               ) -> dict[str, Any]:
    """The error object."""
    kind = _TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error")
    return {"error": {"message": detail, "type": kind, "param": param, "code": code or _CODES.get(status),
                      "request_id": request_id}}
