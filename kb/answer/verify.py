"""Verification (核对): nothing is shown whose words or numbers are not in the stored clause."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence

from kb.language.numerals import CN_DIGITS, parse_number
from kb.types import Citation, Clause

_NUMBER = re.compile(rf"\d+(?:\.\d+)?|[{CN_DIGITS}]+")


def verified(findings: Sequence[Citation], clauses: Mapping[str, Clause], log: logging.Logger) -> list[Citation]:
    """The findings whose quote is the stored text at its place and whose value's numbers stand in the quote."""
    out = []
    for f in findings:
        stored = clauses[f.clause_id].text[f.start:f.end]
        if f.quote and stored == f.quote and numbers(f.value or "") <= numbers(f.quote):
            out.append(f)
        else:
            log.error("dropped a finding that does not match its clause: %s [%d:%d]", f.clause_id, f.start, f.end)
    return out


def numbers(text: str) -> set[float]:
    """Every number printed in a text, in any form."""
    found = (parse_number(m.group()) for m in _NUMBER.finditer(text))
    return {x for x in found if x is not None} | ({0.5} if "半" in text else set())
