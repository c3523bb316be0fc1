"""Days as documents print them (印出的日期), and the provision on when one comes into force.

Apart from the rest of the imprint, which only who reads documents needs: an answer looks for that provision too.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from kb.data import load_toml
from kb.language.numerals import parse_number
from kb.language.view import same_length

_CN = "〇○零一二三四五六七八九十"
# A day as it is printed, in figures or in Chinese, without blanks.
DATE = rf"(?:\d{{4}}|[{_CN}]{{4}})年(?:\d{{1,2}}|[{_CN}]{{1,2}})月(?:\d{{1,2}}|[{_CN}]{{1,3}})日"
_PARTS = re.compile(r"(.+)年(.+)月(.+)日")


def states_start(text: str) -> bool:
    """Whether words are the provision on when their document comes into force."""
    flat = re.sub(r"\s", "", same_length(text))
    return any(p.search(flat) for name in ("starts", "starts_when_issued") for p in patterns(name))


def parse_date(text: str) -> date | None:
    """The day that 2023年5月18日 or 二〇二三年五月十八日 names, None where there is no such day."""
    m = _PARTS.fullmatch(text)
    numbers = [parse_number(re.sub("[○零]", "〇", g)) for g in m.groups()] if m else []
    if not numbers or None in numbers:
        return None
    try:
        return date(*(int(n or 0) for n in numbers))
    except ValueError:
        return None


@cache
def patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of imprint.toml under a name, for texts without blanks; a day in them is the group `date`."""
    stated, own = load_toml("imprint.toml")[name], load_toml("imprint.toml")["own"]
    return tuple(re.compile(p.replace("{own}", own).replace("{date}", f"(?P<date>{DATE})").replace("{plain}", DATE))
                 for p in ([stated] if isinstance(stated, str) else stated))
