"""Codes (代号): types, serial numbers and numbers of papers, which mean one thing each and are compared exactly."""

from __future__ import annotations

import re

_CODE = re.compile(
    r"(?<![a-z0-9])[a-z]+[-_/ ]?\d+(?:[-_/][a-z0-9]+)*(?![a-z0-9])|〔\d{4}〕第?\d+号|(?<!\d)\d{2,}(?=型)")
_LOOSE = re.compile(r"[-_/ 第]")


def codes(text: str) -> frozenset[str]:
    """The codes in a text in normal form, in one spelling: HX-320 and HX320 are one, HX-3200 is another."""
    return frozenset(_LOOSE.sub("", m.group()) for m in _CODE.finditer(text))
