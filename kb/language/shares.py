"""Parts of a whole that a text states (几分之几): 五分之四以上, 过半数, 不超过三分之一."""

from __future__ import annotations

import re

from kb.language.numerals import NUMBER, parse_number
from kb.language.quantities import Comparator, Mention

SHARE = "分之"
"""The unit of such a count; the count itself is the ratio, 0.8 of 五分之四."""
_SHARE = re.compile(rf"(?P<most>不得?超过|不得?高于|不得?多于)?(?P<over>超过|(?<![超经通])过)?"
                    rf"(?:(?<!百)(?<!千)(?P<whole>{NUMBER})分之(?P<part>{NUMBER})|(?P<half>半数))"
                    r"(?:(?P<least>以上)|(?P<under>以下))?")


def shares(text: str) -> list[Mention]:
    """The parts of a whole in printed order, each as a count of the unit SHARE."""
    out = []
    for m in _SHARE.finditer(text):
        whole, part = (parse_number(m[name]) if m[name] else None for name in ("whole", "part"))
        if m["half"] is None and (not whole or part is None):
            continue
        count = 0.5 if m["half"] is not None or not whole or part is None else part / whole
        how: Comparator = "<=" if m["most"] or m["under"] else ">=" if m["over"] or m["least"] else "="
        out.append(Mention("count", m.start(), m.end(), count=count, comparator=how, unit=SHARE,
                           strict=m["over"] is not None))
    return out
