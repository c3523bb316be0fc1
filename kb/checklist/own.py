"""Entries of one's own in a list (自己加的事项): from words of a clause, or from one's own words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from kb.checklist.items import Rhythm, Who
from kb.data import load_toml
from kb.errors import ChangeError
from kb.kept.lists import Kept
from kb.types import Clause, Obligation

MAX_ACTION = 200


def own_entry(action: str, *, clause: Clause | None = None, citation: str = "", start: int = 0, end: int = 0,
              who: Who = "own", rhythm: Rhythm | None = None, due: tuple[date, ...] = ()) -> Kept:
    """An entry that says `action` (the quoted words where that is empty), cited by `clause.text[start:end]`, all of its
    text where `end` is 0. The same words of the same clause give the same entry. Raises ChangeError.
    """
    text = "" if clause is None else clause.text
    end = end or len(text)
    if not 0 <= start <= end <= len(text):
        raise ChangeError("这几个字不在条款里。请刷新页面后重试。")
    quote = text[start:end]
    said = " ".join((action or quote).split())[:MAX_ACTION]
    if not said:
        raise ChangeError("请写明要做什么。")
    key = repr((None if clause is None else clause.id, quote, said))
    return Kept(f"own-{hashlib.sha256(key.encode(errors='replace')).hexdigest()[:12]}", None,
                None if clause is None else clause.id, citation, quote, start, end, who, rhythm, said, due, own=True)


def duty_of(found: Sequence[Obligation], start: int, end: int) -> Obligation | None:
    """The obligation that words of a clause state, None where they state none or several."""
    within = [o for o in found if o.start < end and start < o.end]
    return within[0] if len(within) == 1 else None


def rhythm_of(duty: Obligation) -> Rhythm | None:
    """How often a duty comes, as checklists call it."""
    rhythm: Rhythm | None = load_toml("checklist.toml")["period"].get(duty.period or "", {}).get("rhythm")
    return rhythm
