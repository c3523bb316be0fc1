from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.cli.main import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_stands_in_the_readme_with_its_own_words(name: str) -> None:
    said = (main.commands[name].help or "").strip().splitlines()[0]
    assert re.search(rf"\| `kb {name}[ `][^|]*\| {re.escape(said)}", README)


@pytest.mark.parametrize("name", ["KB_DATA", "KB_CORPUS", "KB_MODEL", "KB_QUERY_INSTRUCTION", "KB_THREADS", "KB_STARD"])
def test_every_setting_is_explained(name: str) -> None:
    assert f"| `{name}` |" in README


def test_no_number_is_left_open() -> None:
    assert "{{" not in README


def test_every_target_of_the_makefile_is_named() -> None:
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets is not None
    assert all(f"make {t}" in README for t in targets.group(1).split())


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda p: p.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for file, heading in re.findall(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)", page.read_text(encoding="utf-8")):
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), file
        assert not heading or heading in _anchors(target), f"{file}#{heading}"


def _anchors(page: Path) -> set[str]:
    """The headings of a page as links to them are written."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h).lower().replace(" ", "-") for h in headings}
