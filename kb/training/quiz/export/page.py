"""A quiz as a page (作答网页): one file that works without a network: answered, scored, each key explained."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, select_autoescape

from kb.data import load_toml
from kb.show.export.text import printable
from kb.training.item import Item
from kb.training.quiz.choices import LETTERS
from kb.training.quiz.paper import key, options, question, reasons, sections, title
from kb.training.quiz.score import points, spellings
from kb.training.quiz.wording import phrase


def page_html(items: Sequence[Item], *, topics: Sequence[str], seed: int) -> bytes:
    """The page as the bytes of an .html file; it loads nothing from elsewhere."""
    environment = Environment(loader=PackageLoader("kb.training.quiz.export", "."),
                              autoescape=select_autoescape(("html",)), trim_blocks=True, lstrip_blocks=True)
    said = load_toml("quiz.toml")
    text = environment.get_template("page.html").render(
        title=title(topics), sections=sections(items), options=options, question=question, key=key, reasons=reasons,
        spellings=spellings, letters=LETTERS, said=said["page"], verdicts=said["key"],
        count=phrase("paper", "count", n=len(items)), source=phrase("paper", "source"), all=points(items),
        seed=phrase("paper", "seed", seed=seed))
    return printable(text).encode()
