"""Evidence as it is cited (引证): the quoted words with their figure."""

from __future__ import annotations

from kb.answer.evidence import Evidence
from kb.types import Citation


def citation_of(e: Evidence) -> Citation:
    """The words of the evidence, with what they say in numbers: of the frame that answers, else of the obligation.

    A quotation mark that stands alone at either end, as where a sentence of a longer quotation is cited, is left out.
    """
    rule, frame = e.obligation, e.frame
    start = e.start + (e.quote.startswith("“") and "”" not in e.quote)
    end = e.end - (e.quote.endswith("”") and "“" not in e.quote)
    quote = e.clause.text[start:end]
    if frame is not None:
        period = None if frame.period in (None, "一次性") else frame.period
        words = None if frame.words == period else frame.words
        return Citation(e.clause.id, quote, start, end, value=words, period=period,
                        subject=rule.subject if rule else None, scope=e.clause.scope)
    period = None if rule is None or rule.period == "一次性" else rule.period
    value = None if rule is None else rule.value or rule.deadline
    return Citation(e.clause.id, quote, start, end, value=value, period=period,
                    subject=rule.subject if rule else None, scope=e.clause.scope)
