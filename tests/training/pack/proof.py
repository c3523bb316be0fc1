"""The proof of a sentence (逐句核对): a line is words of a clause, a value, the trainer's note, or a fixed phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.data import load_toml
from kb.training.pack.pack import Pack

_SLOT = re.compile(r"\\\{(\w+)\\\}")


class Proof:
    """What may stand in the files of a pack."""

    def __init__(self, pack: Pack) -> None:
        stated = load_toml("training.toml")
        points = [p for s in pack.sections for p in s.points]
        cited = [x for s in pack.sections for x in s.cited]
        kinds = {k for s in pack.sections for k in (*s.kinds, *s.silent, *s.without_number)} | set(pack.kinds) | {
            k for x in cited for k in x.clause.scope}
        values = {r.value for p in points for r in p.rulings if r.value}
        names = {n for s in pack.sections for x in s.papers for n in x.names}
        self._clauses = [_bare(x.clause.text) for x in cited]
        self._said = [_bare(x.note) for x in cited if x.note] + [_bare(s.differences) for s in pack.sections]
        slots = {
            "topics": _listed(pack.topics), "topic": _one(pack.topics), "kinds": _listed(kinds),
            "audience": _one([pack.audience.name]), "date": re.escape(pack.as_of), "page": r"\d*", "pages": r"\d*",
            "n": r"\d+", "citation": _one(x.citation for x in cited), "value": _one(values),
            "matter": _one(p.matter for p in points), "owner": _one(p.owner for p in points if p.owner),
            "unit": r"[一-鿿]{1,4}", "title": _one(s.title for s in pack.sources),
            "about": _listed(a for s in pack.sources for a in s.about),
            "note": "(?:" + "|".join(re.escape(_bare(line)) for x in cited for line in x.note.splitlines()) + ")",
            "part": _one(stated["phrase"].values()),
        }
        asks = [_form(a[key], slots) for a in stated["ask"] for key in ("whose", "bare")]
        quotes = _one(r.quote for p in points for r in p.rulings)
        slots["quote"] = quotes
        slots["question"] = f"(?:{'|'.join(asks)}|{_one(s.question for s in pack.sections)})"
        slots["said"] = "|".join(_form(stated["phrase"][k], slots) for k in ("short_value", "short_value_nobody"))
        phrases = [_form(p, slots) for key, p in stated["phrase"].items() if key != "more"]
        bare = [_one(pack.topics), _listed(kinds), _listed(names), _one(p.matter for p in points),
                _one(p.owner for p in points if p.owner), _one(values)]
        one = f"(?:{'|'.join([*phrases, *bare])})(?:\\[\\d+\\])*"
        self._line = re.compile(f"{one}(?:{_bare(stated['phrase']['more'].replace('{title}', ''))})?")

    def unproved(self, lines: Iterable[str]) -> list[str]:
        """The lines that are none of these."""
        return [line for line in lines if not self._proved(line)]

    def _proved(self, line: str) -> bool:
        bare = _bare(line)
        return (any(bare in text for text in (*self._clauses, *self._said))
                or self._line.fullmatch(bare) is not None
                or self._line.fullmatch(re.sub(r"\d+$", "", bare)) is not None)  # the page of a heading


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _one(texts: Iterable[str]) -> str:
    found = sorted({re.escape(_bare(t)) for t in texts if t}, key=len, reverse=True)
    return f"(?:{'|'.join(found)})" if found else "(?!)"


def _listed(texts: Iterable[str]) -> str:
    one = _one(texts)
    return f"{one}(?:、{one})*"


def _form(phrase: str, slots: dict[str, str]) -> str:
    return _SLOT.sub(lambda m: f"(?:{slots[m[1]]})" if m[1] in slots else "(?!)", re.escape(_bare(phrase)))
