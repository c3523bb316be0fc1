"""Examples in the description of the API (示例)."""

from __future__ import annotations

from pydantic.types import JsonValue

from kb.types import Status

Example = dict[str, JsonValue]

QUESTION = "党支部书记每年至少上几次党课"
_CITATION = "《党支部书记责任清单》市XX局党支部书记责任清单 第3条"
_PLACE: Example = {"path": ["市XX局党支部书记责任清单"], "number": "3", "scope": ["机关"]}
_QUOTED: Example = {
    "clause": "d76f4699-0123456789", "quote": "党支部书记每年至少为本支部党员上1次党课", "start": 2, "end": 22,
    "subject": "党支部书记", "period": "每年", "scope": ["机关"]}

ASK: Example = {"question": QUESTION, "history": [], "scope": "机关", "k": 10}
FINDING: Example = _QUOTED | {"value": "至少1次"}
CLAUSE: Example = _PLACE | {
    "id": "d76f4699-0123456789", "document_id": "d76f4699", "document": "党支部书记责任清单", "citation": _CITATION,
    "text": "3.党支部书记每年至少为本支部党员上1次党课。", "roles": ["党支部书记"], "page": None,
    "status": Status.IN_FORCE.value, "ocr": False, "confidence": None, "unsure": [], "lead": False,
    "effective_from": None, "effective_to": None}
CITED: Example = CLAUSE | {"score": 7.93}
ANSWER: Example = {"question": QUESTION, "status": "answered", "answer": "每年至少1次。", "findings": [FINDING],
                   "clauses": [CITED], "took_ms": 7.9}
OBLIGATION: Example = _PLACE | _QUOTED | {
    "document": "党支部书记责任清单", "action": "为本支部党员上党课", "count": 1, "comparator": ">=", "unit": "次",
    "deadline": None, "condition": None, "record": []}
CHAT: Example = {"model": "dangjian-kb", "messages": [{"role": "user", "content": QUESTION}]}
