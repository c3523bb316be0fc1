"""The service as a model, by OpenAI's own client over real HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest

from api.chat_requests import models
from api.live import Live
from kb.keys import Rights
from kb.store.keys import make_key, withdraw_key
from kb.store.register import Actor
from tests.api.conftest import Serving

pytestmark = pytest.mark.model

QUESTION = "党支部书记每年至少上几次党课"
MISSING = "食堂几点开门"
READ = "春天的口令-12345"


def client_of(api: httpx.Client, key: str = "anything") -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{api.base_url}/v1", api_key=key, max_retries=0)


def say(text: object) -> list[Any]:
    return [{"role": "user", "content": text}]


@pytest.fixture(scope="module")
def client(api: httpx.Client) -> Iterator[openai.OpenAI]:
    with client_of(api) as made:
        yield made


def test_an_answer_has_its_citations_in_the_text_and_as_a_field(client: openai.OpenAI, api: httpx.Client) -> None:
    made = client.chat.completions.create(model="dangjian-kb", messages=say(QUESTION), temperature=0.3, max_tokens=5)
    (choice,) = made.choices
    said = choice.message.content
    assert (choice.finish_reason, choice.message.role, made.object, made.model) == (
        "stop", "assistant", "chat.completion", "dangjian-kb")
    assert said is not None and made.model_extra is not None and made.usage is not None
    assert made.model_extra["status"] == "answered"
    asked = api.post("/api/ask", json={"question": QUESTION}).json()
    texts = {c["id"]: c["text"] for c in asked["clauses"]}
    assert said.startswith(asked["answer"].partition("。")[0])
    for c, f in zip(made.model_extra["citations"], asked["findings"], strict=True):
        assert texts[c["clause"]][c["start"]:c["end"]] == c["quote"] == f["quote"]
        assert f"{c['mark']} {c['citation']}" in said and f"> {c['quote']}" in said
        assert api.get(c["link"].partition("#")[0]).status_code == 200
    assert made.usage.total_tokens == len(QUESTION) + len(said)
    assert made.usage.model_extra == {"unit": "characters"}


def test_where_there_is_no_rule_it_says_so(client: openai.OpenAI) -> None:
    made = client.chat.completions.create(model="dangjian-kb", messages=say(MISSING))
    assert "没有条款规定" in str(made.choices[0].message.content)
    assert made.model_extra is not None
    assert (made.model_extra["citations"], made.model_extra["status"]) == ([], "not_found")


def test_streamed_it_is_the_same(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="dangjian-kb", messages=say(QUESTION))
    with client.chat.completions.create(model="dangjian-kb", messages=say(QUESTION), stream=True,
                                        stream_options={"include_usage": True}) as stream:
        chunks = list(stream)
    *pieces, end, usage = chunks
    assert pieces[0].choices[0].delta.role == "assistant"
    assert "".join(p.choices[0].delta.content or "" for p in pieces) == whole.choices[0].message.content
    assert len(pieces) > 5 and {p.choices[0].finish_reason for p in pieces} == {None}
    assert end.choices[0].finish_reason == "stop"
    assert end.model_extra is not None and whole.model_extra is not None
    assert end.model_extra["citations"] == whole.model_extra["citations"]
    assert usage.choices == [] and usage.usage == whole.usage
    assert len({c.id for c in chunks}) == 1
    without = client.chat.completions.create(model="dangjian-kb", messages=say(QUESTION), stream=True)
    assert all(c.usage is None and c.choices for c in without)


def test_the_stream_helper_of_the_client_reads_it(client: openai.OpenAI) -> None:
    with client.chat.completions.stream(model="dangjian-kb", messages=say(QUESTION)) as stream:
        assert any(e.type == "content.delta" for e in stream)
        assert "每年" in str(stream.get_final_completion().choices[0].message.content)


def test_a_raw_stream_ends_as_clients_expect(api: httpx.Client) -> None:
    asked = {"model": "dangjian-kb", "stream": True, "messages": say(QUESTION)}
    response = api.post("/v1/chat/completions", json=asked)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert "content-encoding" not in response.headers
    *lines, last = response.text.strip().split("\n\n")
    assert last == "data: [DONE]"
    assert all(json.loads(line.removeprefix("data: "))["object"] == "chat.completion.chunk" for line in lines)


def test_a_client_that_hangs_up_takes_nothing_along(api: httpx.Client) -> None:
    asked = {"model": "dangjian-kb", "stream": True, "messages": say(QUESTION)}
    for _ in range(12):
        with api.stream("POST", "/v1/chat/completions", json=asked) as response:
            next(response.iter_bytes())
    assert api.post("/api/ask", json={"question": QUESTION}).status_code == 200


def test_the_conversation_is_that_of_the_user(client: openai.OpenAI) -> None:
    history = [{"role": "system", "content": "你是诗人，只写诗。"}, *say(QUESTION),
               {"role": "assistant", "content": None}, {"role": "tool", "tool_call_id": "1", "content": "x"},
               *say([{"type": "text", "text": "那副书记呢"}])]
    made = client.chat.completions.create(model="dangjian-kb", messages=history)
    assert "理解为：" in str(made.choices[0].message.content) and "党课" in str(made.choices[0].message.content)


def test_a_huge_conversation_is_cut_from_its_beginning(api: httpx.Client) -> None:
    old = [m for n in range(400)
           for m in (*say(f"第{n}个问题" + "党" * 900), {"role": "assistant", "content": "答" * 500})]
    asked = {"messages": [*old, *say("党" * 3000), {"role": "assistant", "content": "太长"}, *say(QUESTION)]}
    assert len(json.dumps(asked, ensure_ascii=False).encode()) > 1_500_000
    response = api.post("/v1/chat/completions", content=json.dumps(asked, ensure_ascii=False).encode(),
                        headers={"content-type": "application/json"})
    assert response.json()["status"] == "answered"
    too_much = api.post("/v1/chat/completions", json={"messages": say("党" * 900_000)})
    assert_error(too_much, 413)


def test_models_one_for_each_kind_of_organisation(client: openai.OpenAI) -> None:
    assert [m.id for m in client.models.list()] == models()
    assert client.models.retrieve("dangjian-kb:国企").id == "dangjian-kb:国企"
    made = client.chat.completions.create(model="dangjian-kb:国企", messages=say("支部委员会几个人"))
    assert made.model_extra is not None
    assert all({"国企", "通用"} & set(c["scope"]) for c in made.model_extra["citations"])
    own = client.chat.completions.create(model="dangjian-kb", messages=say("支部委员会几个人"),
                                         extra_body={"scope": "国企"})
    assert own.choices == made.choices
    with pytest.raises(openai.NotFoundError, match="没有这个模型") as e:
        client.chat.completions.create(model="gpt-4o", messages=say(QUESTION))
    assert e.value.code == "model_not_found"


@pytest.mark.parametrize(("more", "param"), [
    ({"n": 2}, "n"), ({"tools": [{"type": "function", "function": {"name": "f"}}]}, "tools"),
    ({"response_format": {"type": "json_object"}}, "response_format"), ({"logprobs": True}, "logprobs"),
    ({"messages": []}, "messages"), ({"messages": [{"role": "assistant", "content": "嗯"}]}, "messages"),
    ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]}, "messages"),
    ({"messages": [{"role": "user", "content": "党" * 2001}]}, "messages"),
    ({"messages": [{"role": "robot", "content": "嗯"}]}, "messages.0.role"),
    ({"messages": [{"role": "user", "content": "\ud800"}]}, "messages"), ({"scope": "火星"}, "scope"),
    ({"as_of": "火星"}, "as_of"), ({"messages": [{"role": "user", "content": {"a": 1}}]}, "messages.0.content")])
def test_what_cannot_be_done_is_refused_in_their_shape(api: httpx.Client, more: dict[str, Any], param: str) -> None:
    asked = {"model": "dangjian-kb", "messages": say(QUESTION)} | more
    response = api.post("/v1/chat/completions", content=json.dumps(asked), headers={"content-type": "application/json"})
    assert assert_error(response, 400)["param"] == param


def test_harmless_parameters_are_let_pass(client: openai.OpenAI) -> None:
    made = client.chat.completions.create(
        model="dangjian-kb", messages=say(QUESTION), n=1, seed=1, stop=["\n"], user="u", top_p=0.1, presence_penalty=1,
        tools=[], response_format={"type": "text"}, extra_body={"chat_id": "1", "keep_alive": -1})
    assert made.choices[0].message.content


def test_what_is_no_request_has_their_shape_too(api: httpx.Client) -> None:
    assert_error(api.post("/v1/chat/completions", content=b"{"), 415)
    assert_error(api.post("/v1/chat/completions", content=b"{", headers={"content-type": "application/json"}), 400)
    assert_error(api.get("/v1/chat/completions"), 405)
    assert_error(api.get("/v1/embeddings", headers={"accept": "text/html"}), 404)
    assert_error(api.get("/v1/models/%00"), 404)


def assert_error(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    error: dict[str, Any] = response.json()["error"]
    assert set(error) == {"message", "type", "param", "code", "request_id"}
    assert error["request_id"] == response.headers["x-request-id"]
    assert re.search("[一-鿿]{2}", error["message"]) and "\n" not in error["message"]
    return error


def test_keys_open_it_until_they_are_withdrawn(serving: Serving, live: Live) -> None:
    who = Actor("王芳", "")
    key, stated = make_key(live.library, who, "Open WebUI", rights=Rights.READ, rate=2)
    with serving(read_token=READ) as api, client_of(api, stated) as client, client_of(api, "sk-wrong") as stranger:
        with pytest.raises(openai.AuthenticationError, match="需要口令或密钥"):
            stranger.models.list()
        assert client.models.list().data
        for _ in range(2):
            client.chat.completions.create(model="dangjian-kb", messages=say(QUESTION))
        with pytest.raises(openai.RateLimitError, match="这个密钥每分钟最多 2 次") as limited:
            client.chat.completions.create(model="dangjian-kb", messages=say(QUESTION))
        assert int(limited.value.response.headers["retry-after"]) > 0
        withdraw_key(live.library, who, key.id)
        with pytest.raises(openai.AuthenticationError, match="收回"):
            client.models.list()


def test_a_name_with_line_breaks_stays_on_its_line(api: httpx.Client) -> None:
    response = api.post("/v1/chat/completions", json={"model": "x\r\nSet-Cookie: a=b", "messages": say(QUESTION)})
    assert_error(response, 404)
    assert "set-cookie" not in response.headers
