"""An answer in OpenAI's shapes (对话补全): whole, or in pieces as server-sent events."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kb.show.message import message, sources
from kb.types import Answer, Query

# A piece is a short phrase; of a long text there are no more than so many, each of which has an envelope of its own.
_PIECE, _PIECES = 24, 100


@dataclass(frozen=True, slots=True)
class Completion:
    """An answer to a query as `model` gave it at `created`, in seconds since 1970."""

    id: str
    created: int
    model: str
    text: str
    citations: tuple[dict[str, Any], ...]
    status: str
    asked: int

    @property
    def usage(self) -> dict[str, Any]:
        """There is no language model and there are no tokens: what is counted are characters, and `unit` says so."""
        return {"prompt_tokens": self.asked, "completion_tokens": len(self.text),
                "total_tokens": self.asked + len(self.text), "unit": "characters"}

    def as_object(self) -> dict[str, Any]:
        """The whole as one object."""
        said = {"role": "assistant", "content": self.text, "refusal": None}
        return self._head("chat.completion") | {
            "choices": [{"index": 0, "message": said, "logprobs": None, "finish_reason": "stop"}],
            "usage": self.usage, **self._besides()}

    def chunks(self, *, with_usage: bool) -> Iterator[dict[str, Any]]:
        """The same in pieces: the role, the text, the end with the citations, and the usage where it is wanted."""
        usage: dict[str, Any] = {"usage": None} if with_usage else {}
        head = self._head("chat.completion.chunk")

        def piece(delta: dict[str, str], finish: str | None = None) -> dict[str, Any]:
            choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
            return head | {"choices": [choice]} | usage

        yield piece({"role": "assistant", "content": ""})
        size = max(_PIECE, -(-len(self.text) // _PIECES))
        for at in range(0, len(self.text), size):
            yield piece({"content": self.text[at:at + size]})
        yield piece({}, "stop") | self._besides()
        if with_usage:
            yield head | {"choices": [], "usage": self.usage}

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model}

    def _besides(self) -> dict[str, Any]:
        return {"citations": list(self.citations), "status": self.status}


def completion(query: Query, answer: Answer, *, model: str, created: int) -> Completion:
    """The answer to `query` as a completion."""
    return Completion(f"chatcmpl-{secrets.token_hex(12)}", created, model, message(answer),
                      tuple(s.as_object() for s in sources(answer)), answer.status,
                      len(query.question) + sum(map(len, query.history)))


def events(made: Completion, *, with_usage: bool) -> Iterator[bytes]:
    """The pieces as server-sent events, with the end that OpenAI's clients wait for."""
    for chunk in made.chunks(with_usage=with_usage):
        yield f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode()
    yield b"data: [DONE]\n\n"
