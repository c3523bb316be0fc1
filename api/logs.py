"""Logs (日志): one JSON object a line on standard error, each with the id of the request it belongs to."""

from __future__ import annotations

import logging

from pythonjsonlogger.json import JsonFormatter

from api.layers import request_id


def configure(level: str) -> None:
    """Sends everything from `level` (debug, info, warning, error) on to standard error; call it once, at the start."""
    handler = logging.StreamHandler()
    handler.addFilter(_with_request_id)
    handler.setFormatter(JsonFormatter(
        ["levelname", "name", "message"], rename_fields={"levelname": "level", "name": "logger"}, timestamp="time",
        json_ensure_ascii=False))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(True)
    for chatty in ("uvicorn", "jieba", "faiss", "mcp"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # a line for every malformed request would let anyone fill the disk
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)


def _with_request_id(record: logging.LogRecord) -> bool:
    if (number := request_id.current.get()) is not None and not hasattr(record, "request_id"):
        record.request_id = number
    return True
