"""What the form of the training page says (培训材料的表单): fields repeated in order, as browsers send them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from api.layers.refusal import Refusal
from kb.errors import ReadError
from kb.training.pack.files import MOST_TEMPLATE
from kb.training.pack.wanted import MOST_CLAUSES, MOST_TOPICS, Picked, Wanted

_FIELDS = 20 * MOST_CLAUSES
_FIELD_BYTES = 64 * 1024
_SEPARATORS = re.compile(r"[、，,；;\n]+")
_MOST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A form as it was sent: what is wanted, the topics in the reader's own words, and a template of his."""

    wanted: Wanted
    more: str
    template: bytes | None = None


async def asked(request: Request) -> Asked:
    """The form of a request. Raises Refusal where it cannot be read, ReadError where the template is too large."""
    try:
        async with request.form(max_files=1, max_fields=_FIELDS, max_part_size=_FIELD_BYTES) as form:
            template = await _template(form)
            fields: dict[str, list[str]] = {}
            for key, value in form.multi_items():
                if isinstance(value, str):
                    fields.setdefault(key, []).append(value)
    except HTTPException as e:
        if e.status_code != 400:
            raise
        raise Refusal(400, "表单读不懂。请刷新页面再试。") from e
    return Asked(wanted_of(fields), _first(fields, "more"), template)


async def _template(form: FormData) -> bytes | None:
    sent = form.get("template")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return None
    if (sent.size or 0) > MOST_TEMPLATE:
        raise ReadError("模板太大了：超过 50 MB。请换一个小些的模板。")
    return await sent.read()


def wanted_of(fields: dict[str, list[str]]) -> Wanted:
    """What the fields ask for: `topic` and `more` are topics, `sequence` their order; `clause` and `note` go in pairs;
    of the clauses `listed` only those in `keep` stay, all on `restore`, in the listed order where `moved` says that it
    is the reader's.
    """
    topics = [t for t in (*fields.get("topic", ()), *_SEPARATORS.split(_first(fields, "more"))) if t.strip()]
    sequence = fields.get("sequence", [])
    topics.sort(key=lambda t: sequence.index(t) if t in sequence else len(sequence))
    notes = fields.get("note", [])
    picked = tuple(Picked(c, notes[n] if n < len(notes) else "") for n, c in enumerate(fields.get("clause", ())))
    listed = fields.get("listed", [])
    keep = set(listed if fields.get("restore") else fields.get("keep", ()))
    return Wanted(tuple(topics[:MOST_TOPICS + 1]), tuple(fields.get("scope", ())), picked[:MOST_CLAUSES + 1],
                  tuple(c for c in listed if c not in keep), tuple(listed) if _first(fields, "moved") else (),
                  _first(fields, "audience"), _first(fields, "length"), _seed(_first(fields, "seed")))


def _first(fields: dict[str, list[str]], name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _seed(stated: str) -> int:
    text = stated.strip()
    return min(int(text), _MOST_SEED) if text.isascii() and text.isdecimal() and len(text) < 12 else 1


def of_address(topics: Sequence[str], kinds: Sequence[str], audience: str, length: str, more: str) -> Asked:
    """What an address asks for, in the same way."""
    return Asked(wanted_of({"topic": list(topics), "scope": list(kinds), "audience": [audience], "length": [length],
                            "more": [more]}), more)
