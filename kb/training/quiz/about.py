"""What a quiz is about (主题): topics, as they are compared, or everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.errors import QuestionError
from kb.training.quiz.duty import Duty
from kb.training.quiz.shelf import Shelf
from kb.training.topics.rules import Rule, rules_of
from kb.training.topics.topic import Topic, topic_named
from kb.types import Clause


@dataclass(frozen=True, slots=True)
class About:
    """The topics of a quiz, with the rules on them by the id of their clause; no topic means everything."""

    topics: tuple[Topic, ...] = ()
    rules: dict[str, tuple[Rule, ...]] = field(default_factory=dict, hash=False, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the topics."""
        return tuple(t.name for t in self.topics)

    def duty(self, d: Duty) -> bool:
        """Whether a duty is a rule on one of the topics."""
        return not self.topics or any(r.obligation == d.obligation for r in self.rules.get(d.clause.id, ()))

    def clause(self, c: Clause) -> bool:
        """Whether a clause rules one of the topics."""
        return not self.topics or c.id in self.rules

    def words(self, text: str) -> bool:
        """Whether a text names one of the topics."""
        return not self.topics or any(m.spans(text) for t in self.topics for m in t.all)


def about(names: Sequence[str], shelf: Shelf) -> About:
    """The topics of these names.

    Raises QuestionError: a name without a letter, or a topic that no clause rules.
    """
    found: list[Topic] = []
    rules: dict[str, tuple[Rule, ...]] = {}
    for name in dict.fromkeys(n.strip() for n in names):
        topic = topic_named(name)
        if topic is None:
            raise QuestionError(f"看不懂的专题：{name[:20] or '（空）'}。请写成 党费、三会一课 的样子。")
        held = {c.id: own for c in shelf.clauses if not c.lead
                and (own := tuple(rules_of(topic, c, shelf.title(c), shelf.of(c))))}
        if not held:
            raise QuestionError(f"知识库里没有条款规定这个专题：{name[:20]}。请换个说法，或直接提问。")
        found.append(topic)
        rules |= {i: (*rules.get(i, ()), *own) for i, own in held.items()}
    return About(tuple(found), rules)
