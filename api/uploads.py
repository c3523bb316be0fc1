"""Uploads as they stream in (上传): on disk when large, never whole in memory; api.layers.body_size bounds them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from api.layers.refusal import Refusal

_FORM_BYTES = 64 * 1024  # each field beside the file
_FIELDS = 50


@dataclass(frozen=True, slots=True)
class Upload:
    """One file with the name that its sender gave it, and the fields beside it; `others` are the files sent with it."""

    file: BinaryIO
    name: str
    fields: dict[str, list[str]]
    others: tuple[tuple[BinaryIO, str], ...] = ()

    def field(self, name: str) -> str:
        """The field's text, empty where it was not sent."""
        return next(iter(self.fields.get(name, ())), "")


@asynccontextmanager
async def receive(request: Request, *, form_bytes: int = _FORM_BYTES, fields: int = _FIELDS, optional: bool = False,
                  files: int = 1) -> AsyncGenerator[Upload]:
    """The upload of a multipart request, with at most so many `files`, and so many fields of so many bytes beside them.
    Raises Refusal: 400, 415, and 422 without a file unless it is `optional`: then its name is empty.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Refusal(415, "上传应为 multipart/form-data，文件放在 file 字段里。")
    try:
        form = await MultiPartParser(request.headers, request.stream(), max_files=files, max_fields=fields,
                                     max_part_size=form_bytes).parse()
    except MultiPartException as e:
        raise Refusal(400, "上传的内容读不懂：应有一个 file 字段和若干短的文字字段。") from e
    except ClientDisconnect as e:
        raise Refusal(400, "上传中断了，没有保存任何内容。请重新上传。") from e
    try:
        sent: dict[str, list[str]] = {}
        for key, value in form.multi_items():
            if isinstance(value, str):
                sent.setdefault(key, []).append(value)
        every = [f for f in form.getlist("file") if isinstance(f, UploadFile)]
        found = every[0] if every else None
        if found is None:
            if optional:
                yield Upload(BytesIO(), "", sent)
                return
            raise Refusal(422, "没有收到文件。请选择一个文件再上传。")
        yield Upload(found.file, found.filename or "", sent, tuple((f.file, f.filename or "") for f in every[1:]))
    finally:
        await form.close()
