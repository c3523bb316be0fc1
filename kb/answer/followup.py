"""Which reading of a follow-up holds (追问的取舍): alone or completed, by what each finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.question.conversation import Conversation
from kb.types import Answer

# How much a question says of its own is measured by the rarity of its pairs of characters, 1 being that of a pair that
# the library never uses. With less than _LITTLE (谁来主持) it says nothing by which it could be answered alone, with
# less than _SOME it is completed where it finds nothing alone, with more than _ENOUGH only then and with care: the
# probability and the share that its own words are held must reach the others. All are set on the follow-ups of the
# train and dev questions, and on those questions that stand alone, behind histories of others.
_LITTLE = 1.25
_SOME = 2.1
_ENOUGH = 2.8
_SURER = 0.2
_SURE = 0.7
_HELD = 0.3
_MOSTLY_HELD = 0.6
_NEARLY = 0.05


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a question with its answer.

    `sure` is the probability that it has one; `holds` tells the share (0–1) of what the question itself names that the
    answering clause holds, 0 without an answer: only readings that are held against each other need it.
    """

    answer: Answer
    sure: float
    holds: Callable[[], float]

    @property
    def held(self) -> float:
        """What `holds` tells."""
        return self.holds()

    @property
    def answers(self) -> bool:
        """Whether anything was found."""
        return self.answer.status == "answered"

    @property
    def found(self) -> tuple[str, int] | None:
        """Where the words that answer first begin."""
        return next(((f.clause_id, f.start) for f in self.answer.findings), None)

    @property
    def evidence(self) -> float:
        """What speaks for it; less than nothing without an answer."""
        return self.sure + self.held if self.answers else -1.0


def chosen(conversation: Conversation, says_own: Callable[[], float], read: Callable[[str], Reading]) -> Answer:
    """The answer to the reading that holds; `says_own` tells how much the question says of its own (see above)."""
    leaning = conversation.leaning
    if leaning == "not" or not conversation.readings:
        return read(conversation.question).answer
    if conversation.same is not None and (confirmed := _confirmed(conversation, conversation.same, read)) is not None:
        return confirmed.answer
    if leaning == "wholly":
        return _first_answered(conversation, read).answer
    alone = read(conversation.question)
    if leaning == "maybe" and alone.answers:
        return alone.answer
    completed = _best(list(map(read, conversation.readings)))
    if leaning == "likely" and (says := says_own()) < _ENOUGH:
        return (completed if _leans(alone, completed, says) else alone).answer
    return (completed if not alone.answers and _bears(conversation, completed, read) else alone).answer


def _best(readings: Sequence[Reading]) -> Reading:
    """The reading with the most evidence; of those with nearly as much the last, which takes over least."""
    most = max(r.evidence for r in readings)
    return next(r for r in reversed(readings) if r.evidence >= most - _NEARLY)


def _confirmed(conversation: Conversation, same: str, read: Callable[[str], Reading]) -> Reading | None:
    """Whether the figure of the last answer holds of another, too; None where that had none, or nothing is found."""
    assert conversation.before is not None
    first = read(conversation.before).answer.findings[:1]
    figure = "".join(f"{f.period or ''}{f.value or ''}" for f in first)
    subject = same.replace(first[0].period, "") if first and first[0].period else same
    reading = read(f"{subject}是{figure}吗") if figure else None
    return reading if reading is not None and reading.answers else None


def _first_answered(conversation: Conversation, read: Callable[[str], Reading]) -> Reading:
    first = None
    for text in conversation.readings:
        reading = read(text)
        if reading.answers:
            return reading
        first = first or reading
    assert first is not None
    return first


def _leans(alone: Reading, completed: Reading, says: float) -> bool:
    """Whether a question that says little of its own is answered better in the light of the one before."""
    if says < _LITTLE:
        return True
    if alone.found is not None and alone.found == completed.found:
        return False
    if not alone.answers:
        return says < _SOME
    return completed.answers and completed.sure > alone.sure and (
        completed.held >= alone.held or completed.sure >= alone.sure + _SURER)


def _bears(conversation: Conversation, completed: Reading, read: Callable[[str], Reading]) -> bool:
    """Whether what a question finds only in the light of the one before is what it asks about itself."""
    assert conversation.before is not None
    if not completed.answers or completed.held < _HELD:
        return False
    last = {f.clause_id for f in read(conversation.before).answer.findings}
    held = completed.sure >= _SURE or completed.held >= _MOSTLY_HELD
    return completed.answer.findings[0].clause_id in last and held
