"""Backup and restoring from the administrator's page (备份与恢复): one file down, one file up, while serving."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from api.admission import check_csrf
from api.front_desk import FrontDesk
from api.pages.admin_frame import AdminPage, see_other
from api.uploads import Upload, receive
from kb.manage.administration import Desk
from kb.manage.backup import back_up, restore


def router(desk: FrontDesk) -> APIRouter:
    """The pages of the desk."""
    pages = APIRouter(prefix="/admin", include_in_schema=False, route_class=AdminPage)
    settings = desk.live.settings

    @pages.get("/backup")
    def download(request: Request) -> Response:
        desk.entered(request)
        path = _aside(settings.folder)
        back_up(settings, path)
        ending = f"{date.today().isoformat()}.zip"
        name = quote(f"党建知识库备份-{ending}")
        return FileResponse(path, media_type="application/zip", background=BackgroundTask(path.unlink), headers={
            "Content-Disposition": f"attachment; filename=kb-{ending}; filename*=UTF-8''{name}"})

    @pages.post("/restore")
    async def upload(request: Request) -> Response:
        session = desk.entered(request)
        async with receive(request) as received:
            check_csrf(session, received.field("csrf"))
            path = await run_in_threadpool(_kept, settings.folder, received)
        return see_other(f"/admin/jobs/{desk.start('从备份恢复', lambda made: _restored(made, path)).id}")

    return pages


def _restored(made: Desk, path: Path) -> str:
    try:
        back = restore(made.settings, path, say=lambda said: made.progress(said, 0, 0))
    finally:
        with suppress(OSError):
            path.unlink()
    return f"已恢复到 {back.at} 的状态：{back.documents} 个文件。"


def _kept(data: Path, received: Upload) -> Path:
    path = _aside(data)
    with path.open("xb") as out:
        shutil.copyfileobj(received.file, out)
    return path


def _aside(data: Path) -> Path:
    return data / f".{secrets.token_hex(8)}.part"
