"""The bounds that a condition sets (界限): 满30人不足80人 is from 30 persons on and below 80."""

from __future__ import annotations

import re

from kb.language.quantities import mentions

_INCLUDED = "含"
_TO = re.compile(r"^(以上)?(至|到|—|-|－)$")


def limits(condition: str) -> list[tuple[str, float, str]]:
    """The bounds that a condition sets, as (unit, number, how it compares): 满30人不足80人 → 人 ≥30, 人 <80."""
    found = [m for m in mentions(condition) if m.kind == "count" and isinstance(m.count, float)]
    out: list[tuple[str, float, str]] = []
    for n, m in enumerate(found):
        assert isinstance(m.count, float)
        before = condition[:m.start].rstrip()
        after = condition[m.end - 2:m.end] + condition[m.end:m.end + 3]
        if before.endswith(_INCLUDED):  # it only says that the bound just named is met, too
            continue
        follows = n > 0 and bool(_TO.search(condition[found[n - 1].end:m.start]))
        if re.search("(不足|不满|未满|低于|少于|小于)$", before):
            how = "<"
        elif follows or re.search("(不超过|不多于)$", before) or "以下" in after or "以内" in after:
            how = "<="
        elif re.search("(超过|多于|大于|高于)$", before) or m.strict:
            how = ">"
        elif re.search("(满|达|达到|不少于|不低于)$", before) or "以上" in after or "及以上" in after:
            how = ">="
        else:
            how = "="
        if follows and out and out[-1][2] in ("=", ">="):
            # of 3000元以上至5000元（含5000元） the lower bound belongs to the step below
            out[-1] = (*out[-1][:2], ">" if _INCLUDED in condition[m.end:m.end + 2] else ">=")
        out.append((m.unit or "", m.count, how))
    return out
