"""A pack of what a library holds (知识库的培训材料): what is asked for checked, the documents in force read."""

from __future__ import annotations

from collections.abc import Callable

from kb.store.library import Library
from kb.training.pack.build import build
from kb.training.pack.pack import Pack
from kb.training.pack.wanted import Wanted, checked
from kb.training.topics.library import library_topic
from kb.types import OUT_OF_FORCE
from kb.validity.parts import rules_of

# What is under way, how much of it is done, of how much.
Tell = Callable[[str, int, int], None]


def library_pack(library: Library, wanted: Wanted, *, tell: Tell = lambda step, done, total: None) -> Pack:
    """The pack of the documents in force today.

    Raises QuestionError: a topic or clause that is not there, an unknown kind, audience or length, nothing left.
    """
    wanted = checked(wanted)
    with library.snapshot() as seen:
        made = []
        for n, topic in enumerate(wanted.topics):
            tell(topic, n, len(wanted.topics))
            made.append(library_topic(seen, name=topic, scopes=wanted.kinds))
        documents = {d.id: d for d in seen.documents() if d.status not in OUT_OF_FORCE}
        ruling, found = rules_of(seen.clauses(), seen.obligations(), seen.today())
        clauses = {c.id: c for c in ruling if c.document_id in documents}
        return build(wanted, made, clauses, found, documents, as_of=seen.today().isoformat())
