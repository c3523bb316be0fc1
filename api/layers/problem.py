"""An error (出错) as an RFC 9457 problem object with a Chinese `detail`; to a browser that opens a page, as a page; to
a chat front end in OpenAI's shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from api.layers import request_id
from api.layers.chat_problem import chat_error
from api.layers.paths import is_chat_api, is_for_programs
from api.site import render

MEDIA_TYPE = "application/problem+json"
_TITLES = {400: "请求不对", 401: "需要口令", 403: "不允许", 404: "没有找到", 405: "方法不对", 409: "有冲突",
           413: "内容太大", 415: "格式不对", 422: "参数不对", 429: "太频繁", 500: "内部错误", 503: "暂不可用"}


class ProblemObject(BaseModel):
    """出错时的说明（RFC 9457）。"""

    model_config = ConfigDict(title="Problem", extra="allow")

    type: str = Field(description="错误类型，about:blank 表示由 status 说明")
    title: str = Field(description="错误的简称")
    status: int = Field(description="HTTP 状态码")
    detail: str = Field(description="出了什么错、怎么办")
    instance: str = Field(description="出错的地址")
    request_id: str | None = Field(description="请求编号，与日志里的一致，反馈问题时请附上")


class Problem(Response):
    """An error as its reader can take it: a problem object, or a page where a browser opens one."""

    def __init__(self, status: int, detail: str, *, retry_after: int | None = None,
                 headers: Mapping[str, str] | None = None, param: str | None = None, code: str | None = None) -> None:
        super().__init__(status_code=status)
        self._detail, self._param, self._code = detail, param, code
        self._extra = {"WWW-Authenticate": 'Bearer realm="kb"'} if status == 401 else {}
        self._extra |= dict(headers or {}) | ({} if retry_after is None else {"Retry-After": str(retry_after)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        title, number = _TITLES.get(self.status_code, "出错了"), request_id.current.get()
        response: Response
        if is_chat_api(scope["path"]):
            response = JSONResponse(chat_error(self.status_code, self._detail, param=self._param, code=self._code,
                                               request_id=number), self.status_code)
        elif _wants_page(scope):
            response = render(Request(scope), "problem.html", status=self.status_code, title=title,
                              detail=self._detail, request_id=number)
        else:
            body = {"type": "about:blank", "title": title, "status": self.status_code, "detail": self._detail,
                    "instance": quote(scope["path"][:500]), "request_id": number}
            response = JSONResponse(body, self.status_code, media_type=MEDIA_TYPE)
        response.headers.update(self._extra)
        await response(scope, receive, send)


def problem(status: int, detail: str, *, retry_after: int | None = None,
            headers: Mapping[str, str] | None = None, param: str | None = None, code: str | None = None) -> Problem:
    """A problem response; `retry_after` says after how many seconds trying again makes sense. `param` and `code` are
    told to chat front ends.
    """
    return Problem(status, detail, retry_after=retry_after, headers=headers, param=param, code=code)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These statuses as problem objects, for the description of the API."""
    return {s: {"description": _TITLES[s], "content": {
        MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}} for s in statuses}


def chat_documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These statuses in OpenAI's shape, for the description of the API."""
    return {s: {"description": _TITLES[s], "content": {
        "application/json": {"schema": {"$ref": "#/components/schemas/ChatError"}}}} for s in statuses}


def _wants_page(scope: Scope) -> bool:
    return not is_for_programs(scope["path"]) and "text/html" in Headers(scope=scope).get("accept", "")
