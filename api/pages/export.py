"""A conversation as a file (导出): POST /export/docx and /export/md. The questions come; the answers are made here."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.layers.rate import charge
from api.live import Live
from api.request_schemas import ConversationRequest
from kb.show.export.conversation import answered
from kb.show.export.markdown import to_markdown
from kb.show.export.word import to_docx

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def router(live: Live) -> APIRouter:
    """The routes, over what is live."""
    files = APIRouter(prefix="/export", include_in_schema=False)

    @files.post("/docx")
    def word(request: Request, conversation: ConversationRequest) -> Response:
        charge(request, len(conversation.turns) - 1)
        today = date.today()
        cards = answered(conversation.as_turns(), live.ask, today=today)
        return word_file(to_docx(cards, today=today), name="党建问答", plain="dangjian", today=today)

    @files.post("/md")
    def markdown(request: Request, conversation: ConversationRequest) -> Response:
        charge(request, len(conversation.turns) - 1)
        today = date.today()
        cards = answered(conversation.as_turns(), live.ask, today=today)
        return download(to_markdown(cards, today=today).encode(), "text/markdown; charset=utf-8", "党建问答",
                        "dangjian", f"{today.isoformat()}.md")

    return files


def word_file(content: bytes, *, name: str, plain: str, today: date) -> Response:
    """A Word file of the day to download, under `name`, for browsers that know no Chinese names under `plain`."""
    return download(content, _WORD, name, plain, f"{today.isoformat()}.docx")


def download(content: bytes, media_type: str, name: str, plain: str, ending: str) -> Response:
    """A file to download, under `name`, for browsers that know no Chinese names under `plain`."""
    chinese = quote(f"{name}-{ending}")
    return Response(content, media_type=media_type, headers={
        "Content-Disposition": f"attachment; filename={plain}-{ending}; filename*=UTF-8''{chinese}"})
