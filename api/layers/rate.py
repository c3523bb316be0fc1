"""The limit on how often one address may ask (提问频率): a moving window of a minute."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.layers.address import address_of
from api.layers.paths import is_answering, is_checking, is_feedback, is_list_change, is_packing, is_tool_call
from api.layers.per_minute import PerMinute
from api.layers.problem import problem
from api.layers.refusal import Refusal
from kb.keys import ApiKey
from kb.store.counts import Counts

_SIGN_INS = 10


def charge(request: Request, count: int) -> None:
    """Counts as many questions more for whoever asks. Raises Refusal 429."""
    limit: PerMinute | None = getattr(request.state, "limit", None)
    if limit is not None and count > 0 and (seconds := limit.hit(request.state.payer, count)):
        said = f"太频繁了：每分钟最多 {limit.most} 个问题，这里有 {count + 1} 个。请在 {seconds} 秒后再试。"
        raise Refusal(429, said, retry_after=seconds)


class Rate:
    """ASGI middleware: 429 where an address asks, or leaves a word, more than `most` times a minute (0: no limit), or
    signs in too often. Whoever shows a key pays with it, by the limit of the key if it has one, from wherever they
    come. A route that answers several questions charges for the others: `charge`.
    """

    def __init__(self, app: ASGIApp, *, most: int, counts: Counts) -> None:
        self._app = app
        self._counts = counts
        self._questions = PerMinute(counts, "question", most) if most else None
        self._sign_ins = PerMinute(counts, "sign-in", _SIGN_INS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit, payer, whose = self._limit(scope) if scope["type"] == "http" else (None, "", "")
        if limit is not None:
            if seconds := limit.hit(payer):
                detail = f"太频繁了：{whose}每分钟最多 {limit.most} 次。请在 {seconds} 秒后再试。"
                await problem(429, detail, retry_after=seconds)(scope, receive, send)
                return
            scope.setdefault("state", {}).update(limit=limit, payer=payer)
        await self._app(scope, receive, send)

    def _limit(self, scope: Scope) -> tuple[PerMinute | None, str, str]:
        """The limit that a request falls under, on whose account, and who that is in words."""
        address = address_of(scope)
        if scope["method"] == "POST" and scope["path"] == "/sign-in":
            return self._sign_ins, address, ""
        if not _is_counted(scope):
            return None, "", ""
        key = scope.get("state", {}).get("key")
        if not isinstance(key, ApiKey):
            return self._questions, address, ""
        if key.rate is None:
            return self._questions, f"key {key.id}", "一个密钥"
        if key.rate == 0:
            return None, "", ""
        return PerMinute(self._counts, "question", key.rate), f"key {key.id}", "这个密钥"


def _is_counted(scope: Scope) -> bool:
    method, path = scope["method"], scope["path"]
    return is_answering(method, path, scope["query_string"]) or is_feedback(method, path) or (
        is_list_change(method, path) or is_checking(method, path) or is_packing(method, path)
        or (method == "POST" and is_tool_call(path)))
