"""What a quiz is about (主题): topics, as they are compared, or everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.errors import QuestionError
from kb.show.compare import Topic, is_about, topic_named, topic_obligations
from kb.training.quiz.duty import Duty
from kb.training.quiz.shelf import Shelf
from kb.types import Clause


@dataclass(frozen=True, slots=True)
class About:
    """The topics of a quiz; none means everything."""

    topics: tuple[Topic, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the topics."""
        return tuple(t.name for t in self.topics)

    def duty(self, d: Duty, shelf: Shelf) -> bool:
        """Whether a duty is about one of the topics."""
        return not self.topics or any(d.obligation in topic_obligations(t, d.clause, shelf.of(d.clause))
                                      for t in self.topics)

    def clause(self, c: Clause, shelf: Shelf) -> bool:
        """Whether a clause is about one of the topics by its own words or the nearest heading."""
        heading = c.path[-1] if c.path else ""
        return not self.topics or any(t.spans(c.text) or t.spans(heading) for t in self.topics)

    def words(self, text: str) -> bool:
        """Whether a text names one of the topics."""
        return not self.topics or any(t.spans(text) for t in self.topics)


def about(names: Sequence[str], shelf: Shelf) -> About:
    """The topics of these names.

    Raises QuestionError: a name without a letter, or a topic that no clause speaks of.
    """
    found = []
    for name in dict.fromkeys(n.strip() for n in names):
        topic = topic_named(name)
        if topic is None:
            raise QuestionError(f"看不懂的主题：{name[:20] or '（空）'}。请写成 党费、三会一课 的样子。")
        if not any(is_about(topic, c, shelf.title(c)) for c in shelf.clauses):
            raise QuestionError(f"知识库里没有条款讲到这个主题：{name[:20]}。请换个说法，或用 kb ask 查一查。")
        found.append(topic)
    return About(tuple(found))
