"""Errors as RFC 9457 problem objects with a Chinese `detail`."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.pages.errors import error_page, wants_page
from api.refusal import Refusal
from kb.errors import BusyError, ChangeError, KBError, NotFoundError, QuestionError, ReadError

_TITLES = {400: "请求不对", 401: "需要登录", 403: "不允许", 404: "没有找到", 405: "方法不对", 409: "正在更新",
           413: "内容太大", 415: "格式不支持", 422: "参数不对", 429: "太频繁", 500: "内部错误", 503: "暂不可用"}
_DETAILS = {400: "请求体读不懂，应为 JSON。", 404: "没有这个地址。", 405: "这个地址不支持这种请求方法。"}
_REASONS = {"missing": "缺少", "string_too_long": "太长", "extra_forbidden": "不认识的参数",
            "json_invalid": "不是合法的 JSON"}


def problem(status: int, detail: str, *, retry_after: int | None = None) -> JSONResponse:
    """A problem response; `retry_after` says after how many seconds trying again makes sense."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    body = {"type": "about:blank", "title": _TITLES.get(status, "出错了"), "status": status, "detail": detail}
    return JSONResponse(body, status, headers, "application/problem+json")


def status_of(error: KBError) -> int:
    """The HTTP status that says what kind of failure this is."""
    if isinstance(error, Refusal):
        return error.status
    for kind, status in ((NotFoundError, 404), (BusyError, 409), (QuestionError, 422), (ReadError, 422),
                         (ChangeError, 422)):
        if isinstance(error, kind):
            return status
    return 503


def retry_after_of(error: KBError) -> int | None:
    """After how many seconds trying again makes sense, where it does."""
    return error.retry_after if isinstance(error, Refusal) else 5 if isinstance(error, BusyError) else None


def answer(request: Request, status: int, detail: str, *, retry_after: int | None = None) -> Response:
    """The error as a page where a person asked for one, else as a problem."""
    if wants_page(request):
        return error_page(request, status, _TITLES.get(status, "出错了"), detail)
    return problem(status, detail, retry_after=retry_after)


def install(app: FastAPI) -> None:
    """Makes every error of the application a problem object."""

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return answer(request, 422, "；".join(dict.fromkeys(_explain(e) for e in error.errors())) + "。")

    @app.exception_handler(KBError)
    async def expected(request: Request, error: KBError) -> Response:
        return answer(request, status_of(error), str(error), retry_after=retry_after_of(error))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        detail = _DETAILS.get(error.status_code, str(error.detail))
        return answer(request, error.status_code, detail)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, _error: Exception) -> Response:
        return answer(request, 500, "服务内部出错，已记录。请稍后再试，或联系管理员。")


def _explain(error: Any) -> str:
    place = [] if error["type"] == "json_invalid" else [str(p) for p in error["loc"] if p != "body"]
    name = ".".join(place) or "请求体"
    return f"{name} {_REASONS.get(error['type'], '的值不对')}"
