"""Whose kind of organisation (单位类型) the doer of a rule belongs to: 村党支部书记 is no one's in a company."""

from __future__ import annotations

import re

from kb.language.vocabulary import GENERAL_SCOPE, find_roles, scope_named, scopes

_BETWEEN = re.compile("[（）()、和及或与]")
_AHEAD = re.compile("^(?:新任|各|全体|所有|每个|每名)+")


def is_of_other_kind(doer: str | None, scope: str) -> bool:
    """Whether a doer is named with kinds of organisation of which none is `scope`, nor wider than it."""
    first = next(iter(find_roles(doer or "")), None)
    if doer is None or first is None or scope == GENERAL_SCOPE:
        return False
    name, _, end = first
    words = (_AHEAD.sub("", w) for w in _BETWEEN.split(doer[:end].removesuffix(name)))  # 村 of 村党支部书记 too
    kinds = {kind for w in words if w and (kind := scope_named(w)) is not None and kind != GENERAL_SCOPE}
    wider = {s.within for s in scopes() if s.name == scope}
    return bool(kinds) and not kinds & {scope, *wider}
