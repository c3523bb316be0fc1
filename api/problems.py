"""Errors (出错) as RFC 9457 problem objects with a Chinese `detail`; to a browser that opens a page, as a page."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from api.layers import request_id
from api.layers.paths import is_for_programs
from api.layers.refusal import Refusal
from api.pages.site import render
from kb.errors import (
    BusyError,
    ChangeError,
    KBError,
    NotFoundError,
    QuestionError,
    ReadError,
    UnreadableError,
)

MEDIA_TYPE = "application/problem+json"
_TITLES = {400: "请求不对", 401: "需要口令", 403: "不允许", 404: "没有找到", 405: "方法不对", 409: "有冲突",
           413: "内容太大", 415: "格式不对", 422: "参数不对", 429: "太频繁", 500: "内部错误", 503: "暂不可用"}
_DETAILS = {400: "请求体读不懂，应为 JSON。", 404: "没有这个地址。", 405: "这个地址不支持这种请求方法。"}
_STANDARD = {"Not Found", "Method Not Allowed", "Bad Request", "There was an error parsing the body"}
_REASONS = {"missing": "缺少", "string_too_long": "太长", "too_long": "太多", "string_too_short": "太短",
            "extra_forbidden": "不认识的参数", "json_invalid": "不是合法的 JSON"}
_STATUSES = ((NotFoundError, 404), (BusyError, 409), (QuestionError, 422), (ReadError, 422), (ChangeError, 422))
_SOON, _WHEN_FREE = 30, 5
_log = logging.getLogger(__name__)


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
                 headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status_code=status)
        self._detail = detail
        self._extra = {"WWW-Authenticate": 'Bearer realm="kb"'} if status == 401 else {}
        self._extra |= dict(headers or {}) | ({} if retry_after is None else {"Retry-After": str(retry_after)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        title, number = _TITLES.get(self.status_code, "出错了"), request_id.current.get()
        response: Response
        if _wants_page(scope):
            response = render(Request(scope), "problem.html", status=self.status_code, title=title,
                              detail=self._detail, request_id=number)
        else:
            body = {"type": "about:blank", "title": title, "status": self.status_code, "detail": self._detail,
                    "instance": quote(scope["path"][:500]), "request_id": number}
            response = JSONResponse(body, self.status_code, media_type=MEDIA_TYPE)
        response.headers.update(self._extra)
        await response(scope, receive, send)


def problem(status: int, detail: str, *, retry_after: int | None = None,
            headers: Mapping[str, str] | None = None) -> Problem:
    """A problem response; `retry_after` says after how many seconds trying again makes sense."""
    return Problem(status, detail, retry_after=retry_after, headers=headers)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These statuses as problem objects, for the description of the API."""
    return {s: {"description": _TITLES[s], "content": {
        MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}} for s in statuses}


def install(app: FastAPI) -> None:
    """Makes every expected error of the application a problem. What nobody expected is caught by api.layers.observe."""

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Problem:
        if any(e["loc"] == ("body",) and isinstance(e.get("input"), bytes) for e in error.errors()):
            return problem(415, "请求体应为 JSON，并注明 Content-Type: application/json。")
        return problem(422, "；".join(dict.fromkeys(_explain(e) for e in error.errors())) + "。")

    @app.exception_handler(KBError)
    async def expected(_request: Request, error: KBError) -> Problem:
        status = _status(error)
        if status == 503:
            _log.warning("cannot be done now: %s", error)
        return problem(status, str(error), retry_after=_retry_after(error))

    @app.exception_handler(UnreadableError)
    async def unreadable(_request: Request, error: UnreadableError) -> Problem:
        _log.error("the library cannot be read", exc_info=error)
        return problem(503, "知识库暂时读不了，已记录。请稍后再试，或联系管理员。", retry_after=_SOON)

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> Problem:
        known = error.status_code in _DETAILS and str(error.detail) in _STANDARD
        return problem(error.status_code, _DETAILS[error.status_code] if known else str(error.detail),
                       headers=error.headers)


def _status(error: KBError) -> int:
    """The HTTP status that says what kind of failure this is."""
    if isinstance(error, Refusal):
        return error.status
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 503)


def _retry_after(error: KBError) -> int | None:
    """After how many seconds trying again makes sense, where it does."""
    if isinstance(error, Refusal):
        return error.retry_after
    return _WHEN_FREE if isinstance(error, BusyError) else _SOON if _status(error) == 503 else None


def _wants_page(scope: Scope) -> bool:
    return not is_for_programs(scope["path"]) and "text/html" in Headers(scope=scope).get("accept", "")


def _explain(error: Any) -> str:
    place = [] if error["type"] == "json_invalid" else [str(p) for p in error["loc"] if p not in ("body", "query")]
    name = ".".join(place) or "请求体"
    return f"{name} {_REASONS.get(error['type'], '的值不对')}"
