"""Errors as RFC 9457 problem objects with a Chinese `detail`."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.pages.errors import error_page, wants_page
from kb.errors import KBError, NotFoundError, QuestionError

_TITLES = {400: "请求不对", 404: "没有找到", 405: "方法不对", 413: "内容太大", 422: "参数不对", 500: "内部错误",
           503: "暂不可用"}
_DETAILS = {400: "请求体读不懂，应为 JSON。", 404: "没有这个地址。", 405: "这个地址不支持这种请求方法。"}
_REASONS = {"missing": "缺少", "string_too_long": "太长", "extra_forbidden": "不认识的参数",
            "json_invalid": "不是合法的 JSON"}


def problem(status: int, detail: str) -> JSONResponse:
    """A problem response."""
    body = {"type": "about:blank", "title": _TITLES.get(status, "出错了"), "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")


def answer(request: Request, status: int, detail: str) -> Response:
    """The error as a page where a person asked for one, else as a problem."""
    if wants_page(request):
        return error_page(request, status, _TITLES.get(status, "出错了"), detail)
    return problem(status, detail)


def install(app: FastAPI) -> None:
    """Makes every error of the application a problem object."""

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return answer(request, 422, "；".join(dict.fromkeys(_explain(e) for e in error.errors())) + "。")

    @app.exception_handler(KBError)
    async def expected(request: Request, error: KBError) -> Response:
        status = 404 if isinstance(error, NotFoundError) else 422 if isinstance(error, QuestionError) else 503
        return answer(request, status, str(error))

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
