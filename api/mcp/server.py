"""The tools over the Model Context Protocol, by the official SDK: over stdio, and over streamable HTTP at /mcp."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import anyio.to_thread
import mcp_types as types
from fastapi import FastAPI
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.routing import Route

from api.live import Live
from api.mcp.guard import Guard
from api.mcp.results import schema_of
from api.mcp.tools import INSTRUCTIONS, TOOLS, Result, Tool
from api.settings import ServiceSettings
from api.told import for_readers, is_for_readers
from kb import __version__
from kb.config import Settings
from kb.errors import KBError, UnreadableError

PATH = "/mcp"
_MAX_BODY = 1 << 20
_log = logging.getLogger(__name__)


def build_server(live: Live, *, local: bool) -> Server[Any]:
    """The protocol server over what is live. One that is `local` looks for a newer index before every call, as nothing
    else does, and says what to do on this machine where something is wrong with it.
    """

    def run(tool: Tool, arguments: dict[str, Any]) -> Result:
        if local:
            live.refresh()
        return tool.run(live, arguments)

    async def list_tools(_context: ServerRequestContext[Any], _params: types.PaginatedRequestParams | None
                         ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(t) for t in TOOLS.values()])

    async def call_tool(_context: ServerRequestContext[Any], params: types.CallToolRequestParams
                        ) -> types.CallToolResult:
        tool = TOOLS.get(params.name)
        if tool is None:
            return _failed(f"没有这个工具：{params.name[:60]}。可用：{'、'.join(TOOLS)}。")
        try:
            result = await anyio.to_thread.run_sync(run, tool, params.arguments or {})
        except Exception as e:
            if isinstance(e, KBError) and not isinstance(e, UnreadableError):
                if not is_for_readers(e):
                    _log.warning("tool %s cannot be used now: %s", tool.name, e)
                return _failed(str(e) if local else for_readers(e))
            _log.exception("tool %s failed", tool.name)
            return _failed("内部出错，已记录。请稍后再试，或联系管理员。")
        return types.CallToolResult(content=[types.TextContent(text=result.text)],
                                    structured_content=result.structured)

    return Server("dangjian-kb", version=__version__, title="党建规章知识库", instructions=INSTRUCTIONS,
                  on_list_tools=list_tools, on_call_tool=call_tool)


def run_stdio(settings: Settings) -> None:
    """Serves one assistant over stdin and stdout until it hangs up; logs go to stderr.

    Raises KBError where nothing can be answered yet.
    """
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    live = Live(settings)
    server = build_server(live, local=True)

    async def serve() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    try:
        anyio.run(serve)
    finally:
        live.close()


def mount(app: FastAPI, live: Live, service: ServiceSettings) -> None:
    """Serves the tools at PATH of `app`: stateless, so that any process may take any request."""
    guard = Guard(service)
    whole = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[Any]:
        manager = StreamableHTTPSessionManager(build_server(live, local=False), json_response=True, stateless=True,
                                               max_request_body_size=_MAX_BODY)
        async with whole(application) as state, manager.run():
            guard.app = manager.handle_request
            yield state

    app.router.lifespan_context = lifespan
    app.router.routes.append(Route(PATH, endpoint=guard, include_in_schema=False))


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name, title=tool.title, description=tool.description,
        input_schema=tool.arguments.model_json_schema(), output_schema=schema_of(tool.result),
        annotations=types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False))


def _failed(message: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(text=message)], is_error=True)
