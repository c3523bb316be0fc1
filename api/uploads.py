"""Uploads as they stream in (上传): on disk when large, never whole in memory; api.layers.body_size bounds them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from api.layers.refusal import Refusal

_FORM_BYTES = 64 * 1024  # the fields beside the file


@dataclass(frozen=True, slots=True)
class Upload:
    """One file with the name that its sender gave it, and the fields beside it."""

    file: BinaryIO
    name: str
    fields: dict[str, list[str]]

    def field(self, name: str) -> str:
        """The field's text, empty where it was not sent."""
        return next(iter(self.fields.get(name, ())), "")


@asynccontextmanager
async def receive(request: Request) -> AsyncGenerator[Upload]:
    """The upload of a multipart request. Raises Refusal: 400, 415, 422 without a file."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Refusal(415, "上传应为 multipart/form-data，文件放在 file 字段里。")
    try:
        form = await MultiPartParser(request.headers, request.stream(), max_files=1, max_fields=50,
                                     max_part_size=_FORM_BYTES).parse()
    except MultiPartException as e:
        raise Refusal(400, "上传的内容读不懂：应有一个 file 字段和若干短的文字字段。") from e
    except ClientDisconnect as e:
        raise Refusal(400, "上传中断了，没有保存任何内容。请重新上传。") from e
    try:
        fields: dict[str, list[str]] = {}
        for key, value in form.multi_items():
            if isinstance(value, str):
                fields.setdefault(key, []).append(value)
        found = form.get("file")
        if not isinstance(found, UploadFile):
            raise Refusal(422, "没有收到文件。请选择一个文件再上传。")
        yield Upload(found.file, found.filename or "", fields)
    finally:
        await form.close()
