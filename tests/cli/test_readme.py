from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.settings import ServiceSettings
from evals.settings import EvaluationSettings
from kb.cli.main import main
from kb.environment import EngineVariables, table

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_stands_in_the_readme_with_its_own_words(name: str) -> None:
    said = main.commands[name].get_short_help_str(200)
    assert re.search(rf"\| `kb {name}[ `][^|]*\| {re.escape(said)}", README)


def test_the_settings_stand_in_the_operations_page_as_they_are_declared() -> None:
    said = table([EngineVariables, ServiceSettings, EvaluationSettings])
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert said in page, f"The table of settings in docs/operations.md should be:\n{said}"


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
