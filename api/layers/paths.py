"""Which addresses are what (地址): the one place that says so, for the limits, the read token and the description."""

from __future__ import annotations

from urllib.parse import parse_qs

_UNLIMITED = ("/static/", "/healthz", "/readyz", "/metrics")
_ALWAYS_OPEN = ("/static/", "/healthz", "/readyz", "/sign-in", "/sign-out")
RESTORE = "/admin/restore"
_CHECKING = ("/checklist/check", "/checklist/check/export", "/api/selfcheck")
_PACKING = ("/training/pack", "/training/jobs", "/api/training")
_PROGRAMS = ("/api/", "/v1/", "/mcp", "/metrics", "/openapi.json", "/healthz", "/readyz")


def is_unlimited(path: str) -> bool:
    """Whether no limit of rate or concurrency applies: what costs nothing, and what watches the service."""
    return path.startswith(_UNLIMITED)


def is_always_open(path: str) -> bool:
    """Whether a read token is not asked for. Administration has a sign-in of its own."""
    return path.startswith(_ALWAYS_OPEN) or is_administration(path)


def is_for_programs(path: str) -> bool:
    """Whether programs read what stands here, so that an error is a problem object and not a page."""
    return path.startswith(_PROGRAMS)


def is_upload(method: str, path: str) -> bool:
    """Whether files are sent here, which may be larger than any other body."""
    return method == "POST" and path in ("/api/documents", "/admin/upload", RESTORE, "/training", "/training/pack",
                                         "/training/jobs", *_CHECKING)


def is_checking(method: str, path: str) -> bool:
    """Whether a plan is sent here to be checked, which keeps a processor busy."""
    return method == "POST" and path in _CHECKING


def is_packing(method: str, path: str) -> bool:
    """Whether training material is asked for here, which keeps a processor busy for seconds."""
    return method == "POST" and path in _PACKING


def is_administration(path: str) -> bool:
    """Whether these are the administrator's pages, of which no browser keeps a copy."""
    return path == "/admin" or path.startswith("/admin/")


def is_feedback(method: str, path: str) -> bool:
    """Whether readers leave a word here."""
    return method == "POST" and path == "/api/feedback"


def is_list_change(method: str, path: str) -> bool:
    """Whether a checklist is kept here, or sent to be held against the regulations."""
    return method == "POST" and path.startswith("/api/lists")


def carries_list(method: str, path: str) -> bool:
    """Whether a whole checklist is sent here, or clauses that were collected, which may be larger than a question."""
    return method == "POST" and (path in ("/api/lists", "/api/lists/board", "/api/lists/change", "/api/training")
                                 or (path.startswith("/api/lists/") and path.endswith("/import"))
                                 or path.startswith("/checklist/export/"))


def is_embedded(path: str) -> bool:
    """Whether the pages of other sites that are allowed to may show this in a frame."""
    return path == "/embed" or path.startswith("/embed/")


def is_chat_api(path: str) -> bool:
    """Whether chat front ends call here, which expect everything as OpenAI says it."""
    return path == "/v1" or path.startswith("/v1/")


def carries_conversation(method: str, path: str) -> bool:
    """Whether a whole conversation is sent here, answers included, of which only the questions are read."""
    return method == "POST" and path == "/v1/chat/completions"


def is_tool_call(path: str) -> bool:
    """Whether assistants call tools here; a response may stay open for long."""
    return path == "/mcp" or path.startswith("/mcp/")


def is_answering(method: str, path: str, query: bytes = b"") -> bool:
    """Whether a question is answered or searched for here, which keeps a processor busy."""
    if carries_conversation(method, path):
        return True
    if method == "POST":
        return path in ("/api/ask", "/answer", "/answers", "/further", "/api/quiz") or path.startswith("/export/")
    if path == "/api/search":
        return method == "GET"
    return (path == "/" or is_embedded(path)) and bool(parse_qs(query.decode("latin-1")).get("q"))
