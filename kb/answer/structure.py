"""Questions answered from how the documents are built (按结构回答): a named article, a term's clauses, a whole list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kb.answer.articles import named_article
from kb.answer.duties import duties
from kb.answer.headings import headed
from kb.answer.lists import counted_up, whole_list
from kb.answer.mentions import mentioning
from kb.answer.outline import Outline
from kb.answer.whole import Whole
from kb.language.tokenizer import Tokenizer
from kb.question.listing import listing_asked
from kb.question.mention import mention_asked
from kb.question.question import Question
from kb.question.references import referred
from kb.search.holdings import Holdings
from kb.search.recall import Recall
from kb.types import Clause


class Structure:
    """The outline of a library with what searches it. Safe to share between threads."""

    def __init__(self, held: Holdings, names: Mapping[str, Sequence[str]], recall: Recall, tokenizer: Tokenizer
                 ) -> None:
        """`names` are those of each document, by id, its title first."""
        self._outline = Outline(held, names)
        self._recall = recall
        self._tokenizer = tokenizer

    def answer(self, question: Question, ranked: Sequence[Clause], *,
               admits: Callable[[Clause], bool]) -> Whole | None:
        """What the structure answers; None where the question asks for something within the clauses.

        `ranked` are the clauses found, best first; `admits` tells those that the reader's filters let through.
        """
        outline, recall = self._outline, self._recall
        reference = referred(question.text)
        whole = named_article(reference, outline, recall.pair_rarity, admits=admits) if reference is not None else None
        if whole is not None:
            return whole
        term = mention_asked(question.text)
        whole = mentioning(question, term, outline, recall, self._tokenizer, admits=admits) if term else None
        if whole is not None or question.kind == "compare":
            return whole
        listing = listing_asked(question.text)
        if listing is None:
            return None
        return (headed(question, listing, outline, recall.pair_rarity, admits=admits)
                or duties(question, listing, outline, recall, ranked, admits=admits)
                or whole_list(question, listing, outline, recall, admits=admits))

    def counted_up(self, question: Question, clause: Clause) -> Whole | None:
        """A clause that counts up, in points of its own, what the question asks for; None where it does not."""
        listing = listing_asked(question.text)
        return counted_up(question, listing, clause, self._recall) if listing is not None else None
