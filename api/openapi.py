"""The description of the API (/openapi.json): what FastAPI knows of the routes, and what the layers around them add."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from api.layers.chat_problem import ChatErrorDetail, ChatErrorObject
from api.layers.paths import (
    is_always_open,
    is_answering,
    is_chat_api,
    is_checking,
    is_feedback,
    is_list_change,
    is_packing,
    is_unlimited,
)
from api.layers.problem import ProblemObject, chat_documented, documented
from api.settings import ServiceSettings

DESCRIPTION = """党建规章的问答：用日常的话提问，得到直接的回答和逐字引用的条款；没有条款回答时明说。

出错时返回 RFC 9457 的说明（application/problem+json），detail 是中文。每个响应带 X-Request-ID；请求里自带的会沿用。
查阅类的接口带 ETag，用 If-None-Match 再取时没有变化就返回 304。
太频繁（429）或太忙（503）时，Retry-After 写明几秒后再试。"""
TAGS = [
    {"name": "问答", "description": "提问和检索"},
    {"name": "对话", "description": "给聊天前端作模型用，与 OpenAI 的接口兼容；出错也照它的样子"},
    {"name": "查阅", "description": "文件、条款和职责事项"},
    {"name": "清单", "description": "职责清单的勾选：存在调用的一方，或凭钥匙存在服务里"},
    {"name": "培训", "description": "讲义、课件和试题"},
    {"name": "管理", "description": "文件的生效和失效，只限管理员；没有设置 KB_ADMIN_TOKEN 时都是 404"},
    {"name": "运行", "description": "健康检查和监测"},
]
_READER, _ADMINISTRATOR = "阅读口令", "管理口令"
_READING = ("/api/documents", "/api/clauses", "/api/obligations")


def install(app: FastAPI, service: ServiceSettings) -> None:
    """Makes the description exact: every status that the layers around the routes may give is in it."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _complete(made(), service)
        assert app.openapi_schema is not None
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way of extending it


def _complete(schema: dict[str, Any], service: ServiceSettings) -> None:
    components = schema.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = ProblemObject.model_json_schema()
    schemas["ChatErrorDetail"] = ChatErrorDetail.model_json_schema()
    schemas["ChatError"] = ChatErrorObject.model_json_schema(ref_template="#/components/schemas/{model}")
    del schemas["ChatError"]["$defs"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    known = [name for name, token in ((_READER, service.read_token), (_ADMINISTRATOR, service.admin_token)) if token]
    if known:
        components["securitySchemes"] = {name: {"type": "http", "scheme": "bearer", "description": "口令，或密钥"}
                                         for name in known}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            _operation(operation, method.upper(), path, service)


def _operation(operation: dict[str, Any], method: str, path: str, service: ServiceSettings) -> None:
    responses = operation["responses"]
    statuses = []
    if "管理" in operation["tags"]:
        operation["security"] = [{_ADMINISTRATOR: []}] if service.admin_token else []
    elif service.read_token and not is_always_open(path):
        operation["security"] = [{_READER: []}] + ([{_ADMINISTRATOR: []}] if service.admin_token else [])
        statuses += [401, 429]
    if "requestBody" in operation:
        statuses += [400, 413, 415]
    if is_answering(method, path) or is_feedback(method, path) or is_checking(method, path) or is_list_change(
            method, path) or is_packing(method, path):
        statuses.append(429)
    if not is_unlimited(path):
        statuses.append(503)
    if "422" in responses:
        del responses["422"]
        statuses.append(400 if is_chat_api(path) else 422)
    for status, response in (chat_documented if is_chat_api(path) else documented)(*statuses).items():
        responses.setdefault(str(status), response)
    if method == "GET" and path.startswith(_READING):
        responses["304"] = {"description": "与 If-None-Match 所说的一样，没有变化"}
    operation["responses"] = dict(sorted(responses.items()))
