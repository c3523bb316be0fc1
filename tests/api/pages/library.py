"""What the tests of the library's pages share: pages as trees, and a service over documents with a history."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Page

from kb.config import Settings
from tests.conftest import KB, environment
from tests.serving import end, free_port, serve, started

MARKUP = "<script>alert(1)</script>"


def tree(address: str, *, status: int = 200) -> html.HtmlElement:
    """The page at an address as a browser asks for it; it must be a page."""
    response = httpx.get(address, headers={"accept": "text/html,*/*;q=0.8"}, timeout=60)
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return html.document_fromstring(response.text)


def texts(page: html.HtmlElement, xpath: str) -> list[str]:
    return [str(e.text_content()).strip() for e in page.xpath(xpath)]


def printed(page: html.HtmlElement) -> str:
    """The document's own text on its page."""
    return "".join(str(e.text_content()) for e in page.xpath("//*[contains(concat(' ', @class, ' '), ' printed ')]"))


def documents(data: Path) -> dict[str, dict[str, Any]]:
    """The documents of a data folder by title, as `kb documents` lists them."""
    done = subprocess.run([KB, "documents", "--json", "--data", data], capture_output=True, text=True,
                          env=environment({}), timeout=60, check=True)
    return {d["title"]: d for d in json.loads(done.stdout)}


@contextmanager
def served(folder: Path, model: Settings, *editions: dict[str, str]) -> Iterator[tuple[str, Path]]:
    """The address and data folder of a service over files that were taken in, edition after edition."""
    data, files = folder / "data", folder / "files"
    files.mkdir()
    data.mkdir()
    (data / "models").symlink_to(model.models.resolve())
    for edition in editions:
        for name, text in edition.items():
            (files / name).write_text(text, encoding="utf-8")
        subprocess.run([KB, "index", "--data", data, files], capture_output=True, env=environment({}), timeout=120,
                       check=True)
    process = serve(data, port := free_port())
    try:
        started(process)
        yield f"http://127.0.0.1:{port}", data
    finally:
        end(process)


def in_sight(page: Page, selector: str) -> bool:
    """Whether an element lies within the window, below what sticks to its top."""
    return bool(page.evaluate("""(selector) => {
      const box = document.querySelector(selector).getClientRects()[0];
      const at = document.elementFromPoint(box.left + 3, box.top + Math.min(box.height, 20) / 2);
      return box.top >= 0 && box.top < innerHeight && document.querySelector(selector).contains(at);
    }""", selector))


def too_wide(page: Page) -> int:
    """By how many pixels a page must be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page that is serious or critical."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in ("serious", "critical")]
