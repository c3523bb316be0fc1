"""Web pages saved as one file (.mht, .mhtml): the page within, read as any other."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from pathlib import Path

from kb.errors import ReadError
from kb.ingest.readers.html import read_page
from kb.ingest.readers.reading import Reading


def read(path: Path) -> Reading:
    """The page that the file was saved for: its first. Raises ReadError where it holds none."""
    try:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
        data = page.get_payload(decode=True) if page is not None else None
    except (LookupError, ValueError, TypeError, AttributeError) as e:
        raise ReadError(f"网页存档打不开：{path.name}。请用浏览器重新另存。") from e
    if page is None or not isinstance(data, bytes):
        raise ReadError(f"网页存档里没有网页：{path.name}。请用浏览器重新另存。")
    reading = read_page(data, path.name, charset=page.get_content_charset() or "")
    return replace(reading, parser=f"mhtml/1+{reading.parser}")
