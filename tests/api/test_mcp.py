"""The tools as an assistant meets them: through the SDK's own client, over stdio and over HTTP."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal, TypeVar

import httpx
import pytest
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult, TextContent, Tool

from tests.conftest import CORPUS, KB, environment
from tests.serving import end, free_port, serve, started

pytestmark = pytest.mark.model

QUESTION = "党支部书记每年至少上几次党课"
T = TypeVar("T")
CITATION = "《市XX局机关党建工作责任清单》市XX局党支部书记责任清单 第3条"


@pytest.fixture(scope="module")
def address(served: Path) -> Iterator[str]:
    process = serve(served, port := free_port(), {"KB_RATE": "0", "KB_HOSTS": "zhishi.example.cn",
                                                 "KB_ORIGINS": "http://oa.example.cn"})
    try:
        started(process)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        end(process)


@pytest.fixture(params=["stdio", "http"])
def server(request: pytest.FixtureRequest, served: Path) -> str | StdioServerParameters:
    if request.param == "http":
        return str(request.getfixturevalue("address"))
    return over_stdio(served)


def over_stdio(data: Path) -> StdioServerParameters:
    return StdioServerParameters(command=str(KB), args=["mcp", "--data", str(data)],
                                 env=environment({"KB_CORPUS": str(CORPUS)}))


def talk(server: str | StdioServerParameters, what: Callable[[Client], Awaitable[T]],
         mode: Literal["auto", "legacy"] = "auto") -> T:
    async def session() -> T:
        async with Client(server, mode=mode) as client:
            return await what(client)

    with ThreadPoolExecutor(1) as apart:  # a browser that is open keeps a loop going in this thread
        return apart.submit(lambda: asyncio.run(asyncio.wait_for(session(), 60))).result()


def text(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


def given(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, text(result)
    structured: dict[str, Any] = result.structured_content
    return structured


def test_the_tools_are_described_in_chinese_with_limits(server: str | StdioServerParameters) -> None:
    async def listed(client: Client) -> list[Tool]:
        assert client.instructions and "ask" in client.instructions
        return (await client.list_tools()).tools

    tools = {t.name: t for t in talk(server, listed)}
    assert set(tools) == {"ask", "search", "clause", "obligations"}
    for tool in tools.values():
        assert tool.description and any("一" <= c <= "鿿" for c in tool.description)
        assert tool.annotations is not None and tool.annotations.read_only_hint
        assert tool.input_schema["additionalProperties"] is False
        assert all("description" in p for p in tool.input_schema["properties"].values())
        assert tool.output_schema is not None and tool.output_schema["type"] == "object"
    assert tools["ask"].input_schema["properties"]["question"]["maxLength"] == 2000
    assert tools["ask"].input_schema["required"] == ["question"]


def test_every_tool_gives_what_can_be_quoted_and_cited(server: str | StdioServerParameters) -> None:
    async def use(client: Client) -> None:
        asked = await client.call_tool("ask", {"question": QUESTION})
        answer = given(asked)
        assert answer["status"] == "answered" and "至少1次" in answer["answer"]
        texts = {c["id"]: c["text"] for c in answer["clauses"]}
        for f in answer["findings"]:
            assert texts[f["clause"]][f["start"]:f["end"]] == f["quote"]
            assert f"“{f['quote']}”" in text(asked)
        assert CITATION in text(asked) and answer["answer"] in text(asked)

        first = answer["findings"][0]["clause"]
        read = await client.call_tool("clause", {"id": first})
        clause = given(read)
        assert clause["text"] == texts[first] and clause["citation"] == CITATION
        assert clause["text"] in text(read) and CITATION in text(read)
        assert clause["before"]["id"] in text(read) and clause["after"]["id"] in text(read)

        found = given(await client.call_tool("search", {"query": "主题党日", "k": 3, "scope": "国企"}))["clauses"]
        assert len(found) == 3 and all(set(c["scope"]) & {"国企", "通用"} for c in found)

        listed = await client.call_tool("obligations", {"role": "党支部书记", "limit": 4})
        duties = given(listed)
        assert duties["total"] > 4 == len(duties["obligations"])
        for d in duties["obligations"]:
            whole = given(await client.call_tool("clause", {"id": d["clause"]}))["text"]
            assert whole[d["start"]:d["end"]] == d["quote"] and f"“{d['quote']}”" in text(listed)

    talk(server, use)


def test_a_follow_up_is_completed_and_a_refusal_says_so(address: str) -> None:
    async def use(client: Client) -> None:
        followed = await client.call_tool("ask", {"question": "学校的呢", "history": [QUESTION]})
        assert given(followed)["understood_as"] and text(followed).startswith("理解为：")
        refused = await client.call_tool("ask", {"question": "今晚的足球比赛几点开始"})
        assert given(refused)["status"] == "not_found" and given(refused)["findings"] == []
        assert "不是答案" in text(refused)

    talk(address, use)


@pytest.mark.parametrize(("tool", "arguments", "said"), [
    ("ask", {"question": "党" * 2001}, "question 太长，上限 2000 个字"),
    ("ask", {}, "缺少"),
    ("ask", {"question": "党课", "外": 1}, "外 不认识"),
    ("ask", {"question": "？？"}, "没有看到问题"),
    ("ask", {"question": "党课", "history": ["几次"] * 21}, "history 太多，上限 20 个"),
    ("ask", {"question": "党课", "scope": "火星"}, "没有这类单位：火星"),
    ("search", {"query": "党课", "role": "宇航员"}, "不认识的角色：宇航员"),
    ("search", {"query": "党课", "k": 0}, "k 太小，最小 1"),
    ("clause", {"id": "没有这一条"}, "知识库里没有这一条"),
    ("obligations", {"document": "不存在的文件"}, "没有这个文件"),
    ("抹掉", {}, "没有这个工具"),
])
def test_what_is_wrong_is_said_in_chinese_as_a_tool_error(address: str, tool: str, arguments: dict[str, Any],
                                                          said: str) -> None:
    result = talk(address, lambda client: client.call_tool(tool, arguments))
    assert result.is_error and said in text(result)


def test_assistants_that_speak_the_older_protocol_are_served(address: str) -> None:
    result = talk(address, lambda client: client.call_tool("ask", {"question": QUESTION}), mode="legacy")
    assert CITATION in text(result) and given(result)["status"] == "answered"


def test_markup_in_a_question_comes_back_as_text(address: str) -> None:
    question = "<script>alert(1)</script>党课每年几次"
    result = talk(address, lambda client: client.call_tool("ask", {"question": question}))
    assert given(result)["question"] == question


def test_nothing_but_protocol_is_written_to_stdout(built: Path) -> None:
    lines = [{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
                 "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}},
             {"jsonrpc": "2.0", "method": "notifications/initialized"},
             {"jsonrpc": "2.0", "id": 2, "method": "tools/call",
              "params": {"name": "ask", "arguments": {"question": QUESTION}}}]
    with subprocess.Popen([KB, "mcp", "--data", built], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, env=environment({})) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        process.stdin.write("".join(json.dumps(x) + "\n" for x in lines) + "这不是协议\n")
        process.stdin.flush()
        got = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.stdin.close()
        rest = process.stdout.read()
        assert process.wait(30) == 0
    assert {g["id"] for g in got} == {1, 2} and all(g["jsonrpc"] == "2.0" for g in got)
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in rest.splitlines())


def test_a_document_added_meanwhile_is_known_at_the_next_call(built: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "models").symlink_to((built / "models").resolve())
    rule = tmp_path / "青松林场党员管理办法.txt"

    def index(path: Path) -> None:
        subprocess.run([KB, "index", path, "--data", data], check=True, capture_output=True, env=environment({}))

    async def use(client: Client) -> tuple[dict[str, Any], dict[str, Any]]:
        before = given(await client.call_tool("search", {"query": "护林员党员积分"}))
        await asyncio.to_thread(index, rule)
        return before, given(await client.call_tool("search", {"query": "护林员党员积分"}))

    index(CORPUS / "学校党建工作任务清单.txt")
    rule.write_text("青松林场党员管理办法\n第一条 护林员党员积分每季度公示一次。\n第二条 林场支部每月巡护两次。\n",
                    encoding="utf-8")
    before, after = talk(over_stdio(data), use)
    assert not any("林场" in c["document"] for c in before["clauses"])
    assert after["clauses"][0]["document"] == "青松林场党员管理办法"


def test_without_a_library_the_command_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run([KB, "mcp", "--data", tmp_path], capture_output=True, text=True, env=environment({}),
                          stdin=subprocess.DEVNULL, timeout=60, check=False)
    assert done.returncode == 1 and done.stdout == "" and "kb index" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("headers", "status"), [
    ({}, 200),
    ({"Host": "localhost:8000"}, 200),
    ({"Host": "192.168.3.7:8000"}, 200),
    ({"Host": "[fe80::1]:8000"}, 200),
    ({"Host": "zhishi.example.cn"}, 200),
    ({"Host": "evil.example.com:8000", "Origin": "http://evil.example.com:8000"}, 421),
    ({"Host": "127.0.0.1.evil.example.com"}, 421),
    ({"Origin": "http://evil.example.com"}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": "http://oa.example.cn"}, 200),
    ({"Host": "192.168.3.7:8000", "Origin": "http://192.168.3.7:8000"}, 200),
])
def test_pages_of_other_sites_cannot_reach_the_tools(address: str, headers: dict[str, str], status: int) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    response = httpx.post(address, json=body, headers={"Accept": "application/json, text/event-stream", **headers})
    assert response.status_code == status, response.text
    if status != 200:
        assert response.headers["content-type"] == "application/problem+json" and "。" in response.json()["detail"]


def test_a_body_without_end_is_refused(address: str) -> None:
    response = httpx.post(address, content=b"x" * (2 << 20), headers={"Content-Type": "application/json"})
    assert response.status_code == 413


def test_answering_on_the_command_line_does_not_load_the_protocol() -> None:
    seen = subprocess.run([sys.executable, "-c", "import kb.cli.main, kb.answer.opening, sys; "
                           "print('mcp' in sys.modules, 'fastapi' in sys.modules)"],
                          capture_output=True, text=True, check=True)
    assert seen.stdout.split() == ["False", "False"]
