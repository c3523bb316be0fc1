"""How soon a page with an answer comes and how heavy the pages are, with everything that they load."""

from __future__ import annotations

import gzip
import re
import time
import urllib.request
from typing import Any
from urllib.parse import quote, urljoin

from lxml import html

_LOADED = re.compile(r"""(?:import\s*\(?|from)\s*["']([^"']+\.js)["']|url\(["']?([^"')]+)["']?\)""")


def page_costs(port: int, question: str, *, since: float) -> dict[str, Any]:
    """Seconds from `since` (time.perf_counter) until a page with the answer has come; kB of the pages, plain and with
    Accept-Encoding: gzip, each with its sheets, scripts, the modules these import, and pictures.
    """
    base = f"http://127.0.0.1:{port}"
    answered = f"{base}/?q={quote(question)}"
    _fetch(answered, compressed=False)
    first = time.perf_counter() - since
    return {"first_answer_seconds": first,
            "pages": {name: _weight(address) for name, address in (("/", f"{base}/"), ("/?q=…", answered))}}


def _weight(address: str) -> dict[str, float]:
    sizes: dict[str, tuple[int, int]] = {}
    waiting = [address]
    while waiting:
        at = waiting.pop()
        if at in sizes:
            continue
        plain, text = _fetch(at, compressed=False)
        sizes[at] = plain, _fetch(at, compressed=True)[0]
        found = _of_page(text) if at == address else [a or b for a, b in _LOADED.findall(text)]
        waiting += [urljoin(at, f) for f in found if not f.startswith(("data:", "#"))]
    return {"kb": sum(p for p, _ in sizes.values()) / 1000, "gzip_kb": sum(z for _, z in sizes.values()) / 1000,
            "files": len(sizes)}


def _of_page(text: str) -> list[str]:
    """What a page loads on its own: sheets, icons, scripts, pictures."""
    page = html.fromstring(text)
    found = [page.iter("link"), page.iter("script", "img")]
    return [a for tags, name in zip(found, ("href", "src"), strict=True) for tag in tags
            if (a := tag.get(name)) and tag.get("rel") not in ("canonical", "alternate")]


def _fetch(address: str, *, compressed: bool) -> tuple[int, str]:
    """Bytes of the body as sent, and its text."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"} if compressed else {})
    with urllib.request.urlopen(request, timeout=30) as response:
        body: bytes = response.read()
        plain = gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body
    return len(body), plain.decode("utf-8", errors="replace")
