"""As a model for chat front ends (OpenAI 兼容接口): POST /v1/chat/completions, GET /v1/models."""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from api.chat_requests import model_named, models, query_of
from api.chat_schemas import ChatRequest
from api.completion_schemas import CompletionOut, ModelOut, ModelsOut
from api.completions import completion, events
from api.layers.problem import chat_documented
from api.live import Live
from kb import __version__

_STREAM = {"content": {"text/event-stream": {"schema": {"type": "string"}}}}


def router(live: Live) -> APIRouter:
    """The routes, over what is live."""
    routes = APIRouter(prefix="/v1", tags=["对话"])
    started = int(time.time())

    def model(name: str) -> dict[str, Any]:
        return {"id": name, "object": "model", "created": started, "owned_by": f"dangjian-kb {__version__}"}

    @routes.post("/chat/completions", summary="作为聊天前端的一个模型作答（OpenAI 兼容）", response_model=CompletionOut,
                 response_description="回答；逐段返回时是 text/event-stream", responses={
                     200: _STREAM, **chat_documented(404)})
    def complete(asked: ChatRequest, request: Request) -> Response:
        """最后一条 user 是问题，之前的 user 是同一次对话里先前的问题。回答里有逐字的引文和出处，citations 里也有。"""
        query = query_of(asked)
        request.state.question = query.question
        made = completion(query, live.ask(query), model=model_named(asked.model), created=int(time.time()))
        if not asked.stream:
            return JSONResponse(made.as_object())
        with_usage = bool(asked.stream_options and asked.stream_options.include_usage)
        return StreamingResponse(events(made, with_usage=with_usage), media_type="text/event-stream",
                                 headers={"X-Accel-Buffering": "no"})

    @routes.get("/models", summary="聊天前端可选的模型（OpenAI 兼容）", response_model=ModelsOut,
                response_description="模型")
    def listed() -> dict[str, Any]:
        """dangjian-kb 答全部单位的规定；带单位类型的（如 dangjian-kb:国企）只看这一类单位。"""
        return {"object": "list", "data": [model(name) for name in models()]}

    @routes.get("/models/{name}", summary="聊天前端可选的一个模型（OpenAI 兼容）", response_model=ModelOut,
                response_description="模型", responses=chat_documented(404))
    def one(name: Annotated[str, Path(max_length=200, description="模型的名称")]) -> dict[str, Any]:
        """名称见 /v1/models。"""
        return model(model_named(name))

    return routes
