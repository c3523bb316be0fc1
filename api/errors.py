"""Which error of the application is which problem (出错的处理). api.layers.observe catches what nobody expected."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.admission import is_admitted
from api.layers.paths import is_chat_api
from api.layers.problem import Problem, problem
from api.layers.refusal import Refusal
from api.told import for_readers
from kb.errors import BusyError, ChangeError, KBError, NotFoundError, QuestionError, ReadError, UnreadableError

_DETAILS = {400: "请求体读不懂，应为 JSON。", 404: "没有这个地址。", 405: "这个地址不支持这种请求方法。"}
_STANDARD = {"Not Found", "Method Not Allowed", "Bad Request", "There was an error parsing the body"}
_REASONS = {"missing": "缺少", "string_too_long": "太长", "too_long": "太多", "string_too_short": "太短",
            "extra_forbidden": "不认识的参数", "json_invalid": "不是合法的 JSON"}
_STATUSES = ((NotFoundError, 404), (BusyError, 409), (QuestionError, 422), (ReadError, 422), (ChangeError, 422))
_SOON, _WHEN_FREE = 30, 5
_SAID = 5  # of what is wrong with a request
_log = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    """Makes every expected error of the application a problem."""

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Problem:
        first = _place(error.errors()[0])
        if any(e["loc"] == ("body",) and isinstance(e.get("input"), bytes) for e in error.errors()):
            return problem(415, "请求体应为 JSON，并注明 Content-Type: application/json。")
        said = "；".join(dict.fromkeys(_explain(e) for e in error.errors()[:_SAID])) + "。"
        return problem(400 if is_chat_api(request.url.path) else 422, said, param=first or None)

    @app.exception_handler(KBError)
    async def expected(request: Request, error: KBError) -> Problem:
        status = _status(error)
        if status == 422 and is_chat_api(request.url.path):
            status = 400
        if status == 503:
            _log.warning("cannot be done now: %s", error)
        said = str(error) if is_admitted(request) else for_readers(error)
        return problem(status, said, retry_after=_retry_after(error), param=getattr(error, "param", None),
                       code=getattr(error, "code", None))

    @app.exception_handler(UnreadableError)
    async def unreadable(_request: Request, error: UnreadableError) -> Problem:
        _log.error("the library cannot be read", exc_info=error)
        return problem(503, for_readers(error), retry_after=_SOON)

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


def _explain(error: Any) -> str:
    name = "" if error["type"] == "json_invalid" else _place(error)
    name = name or "请求体"
    return f"{name} {_REASONS.get(error['type'], '的值不对')}"


def _place(error: Any) -> str:
    """Where in the request it is wrong, as its sender wrote it: without the names of the kinds that it could be."""
    return ".".join(str(p) for p in error["loc"] if p not in ("body", "query", "str") and "[" not in str(p))
