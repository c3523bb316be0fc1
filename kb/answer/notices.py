"""What there is to know of the validity of the rules an answer stands on (效力提示): a change to come, one not long
past, and that a rule is out of force.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from kb.cite import number_label
from kb.data import load_toml
from kb.ingest.structure.printed_days import states_start
from kb.language.pairs import bigrams
from kb.language.sentences import sentences
from kb.search.holdings import Holdings
from kb.types import Answer, Citation, Clause, Notice
from kb.validity.changes import pairs
from kb.validity.days import in_words, last_day
from kb.validity.timeline import Timeline
from kb.validity.title import edition_title

_YEAR = timedelta(days=365)
_RULES = 2
_QUOTE = 60


class Notices:
    """Tells them for the answers of one library. Safe to share between threads."""

    def __init__(self, held: Holdings, titles: Mapping[str, str], known: Timeline) -> None:
        """`titles` are those of the documents held, by id."""
        self._held = held
        self._titles = titles
        self._known = known
        self._paired = lru_cache(maxsize=64)(self._pairs_of)

    def of(self, answer: Answer, day: date, today: date) -> tuple[Notice, ...]:
        """The notices on the first rules of an answer that was given for `day`."""
        by_id = {c.clause.id: c.clause for c in answer.clauses}
        out: dict[str, Notice] = {}
        for f in answer.findings[:_RULES]:
            clause = by_id[f.clause_id]
            found = [self._ended(clause, today), *self._parts(clause, today)]
            if not states_start(f.quote):  # of which each edition has its own
                found += [self._coming(clause, f, max(day, today)), self._changed(clause, f, day)]
            for notice in found:
                if notice is not None:
                    out.setdefault(f"{notice.kind}{notice.text}", notice)
        return tuple(out.values())

    def _ended(self, clause: Clause, today: date) -> Notice | None:
        v = self._known.of[clause.document_id]
        if v.on(today):
            return self._repealed(clause, today)
        phrases, day = load_toml("phrases.toml")["validity"], None if v.end is None else v.end + timedelta(days=1)
        if v.start is not None and v.start > today and not v.ended:
            return Notice("ended", phrases["ended_later"].format(day=in_words(v.start)), v.start, clause.id)
        if day is None:
            return Notice("ended", phrases["ended_undated"], None, clause.id)
        kind = "ended" if not v.replaced_by else "ended_by" if self._are_editions(clause, v.replaced_by) else (
            "ended_repealed")
        text = phrases[kind].format(day=in_words(day), title=self._titles.get(v.replaced_by or "", ""))
        return Notice("ended", text, day, clause.id, old=clause.document_id, new=v.replaced_by)

    def _repealed(self, clause: Clause, today: date) -> Notice | None:
        """That a clause alone is, or will be, repealed."""
        if clause.repealed_by is None:
            return None
        end, phrases = last_day(clause.effective_to), load_toml("phrases.toml")["validity"]
        if end is None:
            return Notice("ended", phrases["ended_undated"], None, clause.id, new=clause.repealed_by)
        day = end + timedelta(days=1)
        kind = "ended_changed" if clause.changed else "ended_repealed"
        text = phrases[kind].format(day=in_words(day), title=self._titles.get(clause.repealed_by, ""))
        return Notice("ended" if end < today else "coming", text, day, clause.id, old=clause.document_id,
                      new=clause.repealed_by)

    def _parts(self, clause: Clause, today: date) -> list[Notice]:
        """That parts of a clause alone are, or will be, out of force."""
        phrases, out = load_toml("phrases.toml")["validity"], []
        for by, changed, until in dict.fromkeys((g.by, g.changed, g.until) for g in clause.gone):
            names = "、".join(dict.fromkeys(g.name for g in clause.gone if (g.by, g.changed, g.until) == (
                by, changed, until)))
            end = last_day(until)
            day = None if end is None else end + timedelta(days=1)
            text = phrases["part_changed" if changed else "part_repealed"].format(
                name=names, since="" if day is None else f"自{in_words(day)}起", title=self._titles.get(by, ""))
            out.append(Notice("ended" if end is None or end < today else "coming", text, day, clause.id,
                              old=clause.document_id, new=by))
        return out

    def _are_editions(self, clause: Clause, other: str) -> bool:
        """Whether a clause's document and another bear one title, but for what tells editions apart."""
        own, others = (edition_title(self._titles[d]).key for d in (clause.document_id, other))
        return own == others

    def _coming(self, clause: Clause, finding: Citation, day: date) -> Notice | None:
        """What the next edition, not yet in force on the day, puts in a rule's place."""
        v = self._known.of[clause.document_id]
        if v.replaced_by is None or v.end is None or v.end < day:
            return None
        old, new, begins = clause.document_id, v.replaced_by, v.end + timedelta(days=1)
        other, is_edition = self._counterpart(old, new, clause)
        phrases = load_toml("phrases.toml")["validity"]
        if other is None:
            if not is_edition:
                return None
            text = phrases["coming_gone"].format(title=self._titles[new], day=in_words(begins))
            return Notice("coming", text, begins, clause.id, old=old, new=new)
        if _letters(other.text) == _letters(clause.text):
            return None
        start, end = _nearest(other.text, finding.quote)
        quote = other.text[start:end]
        if _letters(finding.quote) in _letters(other.text) or len(quote) > _QUOTE:
            text = phrases["coming_changed"].format(day=in_words(begins), title=self._titles[new],
                                                    number=number_label(other) or "")
        else:
            text = phrases["coming"].format(day=in_words(begins), quote=_closed(quote))
        return Notice("coming", text, begins, clause.id, other, start, end, old, new)

    def _changed(self, clause: Clause, finding: Citation, day: date) -> Notice | None:
        """That the edition before, in force within the year before the day, ruled otherwise."""
        v = self._known.of[clause.document_id]
        if v.replaces is None or v.start is None or not v.start <= day <= v.start + _YEAR:
            return None
        other, is_edition = self._counterpart(v.replaces, clause.document_id, clause)
        if other is None or not is_edition or _letters(other.text) == _letters(clause.text):
            return None
        start, end = _nearest(other.text, finding.quote)
        text = load_toml("phrases.toml")["validity"]["changed"].format(day=in_words(v.start))
        return Notice("changed", text, v.start, clause.id, other, start, end, v.replaces, clause.document_id)

    def _counterpart(self, old: str, new: str, clause: Clause) -> tuple[Clause | None, bool]:
        """The clause that stands in the other document in a clause's place; and whether the two have any in common, as
        editions of one document do.
        """
        found = self._paired(old, new)
        both = [(a, b) for a, b in found if a is not None and b is not None]
        other = next((b if a.id == clause.id else a for a, b in both if clause.id in (a.id, b.id)), None)
        return other, bool(both)

    def _pairs_of(self, old: str, new: str) -> list[tuple[Clause | None, Clause | None]]:
        return pairs(self._held.of_document(old), self._held.of_document(new))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _nearest(text: str, quote: str) -> tuple[int, int]:
    """The sentence of a text that is most like a quotation; the number printed before the text left out."""
    wanted = set(bigrams(quote))

    def likeness(span: tuple[int, int]) -> float:
        own = set(bigrams(text[span[0]:span[1]]))
        return 2 * len(own & wanted) / max(len(own) + len(wanted), 1)

    start, end = max(sentences(text) or [(0, len(text))], key=likeness)
    printed = re.match(r"(第[^\s条]{1,8}条|\d{1,3}[.．、]|[（(][^（()）]{1,4}[）)])\s*", text[start:end])
    return start + (printed.end() if printed and start == 0 else 0), end


def _closed(quote: str) -> str:
    words = re.sub(r"\s+", "", quote).rstrip("；;，,、")
    return words if words[-1:] in "。！？" else f"{words}。"
