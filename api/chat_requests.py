"""What a chat front end asks for (对话请求): the question and its conversation, or why it cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from api.chat_schemas import ChatRequest, MessageModel
from api.layers.refusal import Refusal
from api.request_schemas import MAX_HISTORY
from kb.answer.engine import MAX_QUESTION
from kb.errors import QuestionError
from kb.question.filters import checked_day, checked_question, checked_role, checked_scope, scope_names
from kb.types import Query

MODEL = "dangjian-kb"
_MOST_HISTORY = 20
S = TypeVar("S")
T = TypeVar("T")


class ChatRefusal(Refusal):
    """`param` names what is wrong of the request, `code` says what in OpenAI's words."""

    def __init__(self, status: int, message: str, *, param: str | None = None, code: str | None = None) -> None:
        super().__init__(status, message)
        self.param = param
        self.code = code


def models() -> list[str]:
    """The names that a front end may choose from: all kinds of organisation, or one."""
    return [MODEL, *(f"{MODEL}:{name}" for name in scope_names())]


def model_named(name: str | None) -> str:
    """The model of this name. Raises ChatRefusal where there is none."""
    if not name:
        return MODEL
    if name not in models():
        said = " ".join(name.split())[:60]
        raise ChatRefusal(404, f"没有这个模型：{said}。可用的见 /v1/models，如 {MODEL}。", param="model",
                          code="model_not_found")
    return name


def query_of(asked: ChatRequest) -> Query:
    """The question, with as many of those before it as are taken into account. Raises ChatRefusal."""
    _refuse_what_cannot_be(asked)
    _, _, of_model = model_named(asked.model).partition(":")
    spoken = [m for m in asked.messages if m.role in ("user", "assistant", "tool", "function")]
    if not spoken or spoken[-1].role != "user":
        raise ChatRefusal(400, "最后一条消息应为 user：要答的问题。", param="messages")
    question = _checked("messages", checked_question, _text(spoken[-1], whole=True))
    if len(question) > MAX_QUESTION:
        raise ChatRefusal(400, f"问题太长：{len(question)} 个字，上限 {MAX_QUESTION} 个字。请缩短后再问。",
                          param="messages")
    history = _checked("messages", _history, spoken[:-1])
    return Query(question, history, _checked("scope", checked_scope, asked.scope or of_model),
                 _checked("role", checked_role, asked.role), as_of=_checked("as_of", checked_day, asked.as_of))


def _checked(param: str, check: Callable[[S], T], stated: S) -> T:
    """What `check` makes of what is stated. Raises ChatRefusal, which names the parameter."""
    try:
        return check(stated)
    except QuestionError as e:
        raise ChatRefusal(400, str(e), param=param) from e


def _refuse_what_cannot_be(asked: ChatRequest) -> None:
    """What would change the answer if it were done, and is not, must not pass for done."""
    wrong = (
        ("n", asked.n not in (None, 1), "一次只有一个回答：n 只能是 1。"),
        ("tools", bool(asked.tools), "这里的回答只引用条款，不调用工具：请去掉 tools。"),
        ("functions", bool(asked.functions), "这里的回答只引用条款，不调用工具：请去掉 functions。"),
        ("response_format", (asked.response_format or {}).get("type", "text") != "text",
         "只有文字的回答：请去掉 response_format，引文在 citations 里。"),
        ("logprobs", bool(asked.logprobs), "没有语言模型，给不出 logprobs：请去掉它。"),
        ("modalities", any(m != "text" for m in asked.modalities or ()), "只有文字的回答：请去掉 modalities。"),
        ("audio", bool(asked.audio), "只有文字的回答：请去掉 audio。"))
    for param, is_wrong, said in wrong:
        if is_wrong:
            raise ChatRefusal(400, said, param=param, code="unsupported_parameter")


def _history(before: Sequence[MessageModel]) -> tuple[str, ...]:
    """The questions before, the latest as far as they fit; what is too long to be a question is none."""
    taken: list[str] = []
    left = MAX_HISTORY
    for m in reversed(before):
        said = checked_question(_text(m, whole=False)) if m.role == "user" else ""
        if not said or len(said) > MAX_QUESTION:
            continue
        left -= len(said)
        if left < 0 or len(taken) == _MOST_HISTORY:
            break
        taken.append(said)
    return tuple(reversed(taken))


def _text(m: MessageModel, *, whole: bool) -> str:
    """The text of a message; where all of it must be read, ChatRefusal where some is no text."""
    if isinstance(m.content, str) or m.content is None:
        return m.content or ""
    if whole and (other := next((p.type for p in m.content if p.type != "text"), None)) is not None:
        raise ChatRefusal(400, f"只读文字，读不了 {other[:50]}：请把图片、文件里的话写成文字再问。", param="messages")
    return "\n".join(p.text for p in m.content if p.type == "text" and p.text)
