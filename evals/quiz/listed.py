"""Checking whose list says something (写在谁的清单里): his lists print the words, nobody else's mean them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evals.quiz.texts import Texts, terms
from kb.training.item import Item
from kb.types import Clause

_SAME = 0.7  # the share of the words that makes two texts mean the same


def listed(item: Item, place: str, rest: str, clause: Clause, texts: Texts) -> Iterator[str]:
    """What is wrong with such an item."""
    if place != f"《{texts.titles[clause.document_id]}》":
        yield "题干没有写文件"
    if item.quote not in rest:
        yield "题干不是原文"
    if item.type == "single":
        right = [item.options["ABCDEFGH".index(k)] for k in item.key]
        wrong = [o for o in item.options if o not in right]
        if len(right) != 1 or len(wrong) < 2:
            yield "选项太少"
    else:
        named = re.search("写在([^，。：]+)的清单里：", rest)
        owner = named.group(1) if named else ""
        right, wrong = ([owner], []) if item.key == ("对",) else ([], [owner])
    heads = "".join((clause.list_title, *clause.path, *clause.roles))
    yield from (f"不在{r}的清单里" for r in right if r not in heads)
    for w in wrong:
        own_list = re.compile(f"[^一-龥]*(?:[一-龥][、.．])?{re.escape(w)}(?!副?书记|委员|成员|班子)")
        if any(own_list.match(h) for h in (clause.list_title, *clause.path)):
            yield f"就在{w}的清单里"
    own = terms(item.quote)
    for c in texts.clauses:
        beside = "".join((c.list_title, *c.path, *c.roles))
        if c.document_id == clause.document_id and c.id != clause.id and len(own & terms(c.text)) >= _SAME * len(own):
            yield from (f"{w}的清单里也有：{c.text}" for w in wrong if w in beside)
