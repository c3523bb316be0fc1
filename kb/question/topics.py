"""Terms that give a question a topic of its own (主题)."""

from __future__ import annotations

import re
from functools import cache

from kb.data import load_toml
from kb.language.tokenizer import lexicon, normalize
from kb.language.vocabulary import find_roles, scopes
from kb.question.asking import asking_data, asking_pattern

_NO_TOPIC = ("每", "至少", "不少", "不低", "不超", "半年", "年初", "年底", "年末", "年终")


@cache
def topic_terms() -> re.Pattern[str]:
    """Terms of the domain but for roles, kinds of organisation, units and words that ask; the longer first."""
    none = {normalize(w) for s in scopes() for w in s.asked} | set(load_toml("quantities.toml")["unit"]["counted"])
    acts = set(asking_data()["followup"]["acts"])
    terms = [t for t in map(normalize, lexicon()) if t not in none and (t in acts or not _names_a_role(t))
             and not asking_pattern().search(t) and not t.startswith(_NO_TOPIC)]
    return re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True))))


def _names_a_role(term: str) -> bool:
    """Whether it ends with a role: 困难党员 are members, 党员活动室 is a room."""
    return any(end == len(term) for _, _, end in find_roles(term))
