"""What the start page offers (开头): questions to ask, by who asks them, and what is new in the library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kb.answer.dated import DatedAnswerer
from kb.data import load_toml
from kb.show.further import question_of
from kb.store.library import Library
from kb.store.versions import Added, latest_added
from kb.types import Answer, Clause, Obligation, Query
from kb.validity.days import in_words
from kb.validity.timeline import Validity

Ruled = tuple[Sequence[Clause], Mapping[str, Sequence[Obligation]]]


@dataclass(frozen=True, slots=True)
class Asker:
    """Questions that one kind of reader asks, every one with an answer."""

    who: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class News:
    """Something new or about to change in the library: a document, what of it, and the page that shows it."""

    title: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Start:
    """All of it."""

    askers: tuple[Asker, ...]
    news: tuple[News, ...]


def start(answerer: DatedAnswerer, library: Library) -> Start:
    """What this library lets ask, and what is new in it."""
    with library.snapshot() as seen:
        titles = {document: title for document, (title, _) in seen.titles().items()}
        known, added = seen.timeline().of, latest_added(seen, load_toml("start.toml")["news"]["shown"])
        today = seen.today()
    return Start(tuple(askers(answerer.answer, lambda: _ruled(library))), tuple(news(added, titles, known, today)))


def askers(ask: Callable[[Query], Answer], ruled: Callable[[], Ruled]) -> list[Asker]:
    """The examples that the library answers; where those are few, questions made from its obligations besides.

    `ruled` gives the clauses and their obligations, and is only asked where it must be.
    """
    data = load_toml("start.toml")
    of: dict[str, list[str]] = {}
    for example in load_toml("examples.toml")["example"]:
        if ask(Query(example["question"])).status == "answered":
            of.setdefault(example["who"], []).append(example["question"])
    if sum(map(len, of.values())) < data["least"]:
        made = list(_made(*ruled(), ask))
        of |= {data["own"]: made} if made else {}
    return [Asker(who, tuple(questions)) for who, questions in of.items()]


def _ruled(library: Library) -> Ruled:
    with library.snapshot() as seen:
        return seen.clauses(), seen.obligations()


def _made(clauses: Sequence[Clause], obligations: Mapping[str, Sequence[Obligation]], ask: Callable[[Query], Answer]
          ) -> Iterator[str]:
    """Questions that the first obligation of a clause answers."""
    data = load_toml("start.toml")
    asked = [(q, c) for c in clauses for o in obligations.get(c.id, ())[:1] if (q := question_of(o, c))]
    made = 0
    for question, clause in asked[:data["tried"]]:
        found = ask(Query(question)).findings
        if made < data["made"] and found and found[0].clause_id == clause.id:
            made += 1
            yield question


def news(added: Iterable[Added], titles: Mapping[str, str], known: Mapping[str, Validity], today: date) -> list[News]:
    """What will be in force or out of force soon, the sooner first; then what came lately, the latest first."""
    data = load_toml("start.toml")["news"]
    out = [n for _, n in sorted(_coming(titles, known, today), key=lambda pair: pair[0])]
    for a in added:
        day = datetime.fromisoformat(a.added_at).astimezone().date()
        if today - day <= timedelta(days=data["days"]):
            text = data["renewed" if a.ordinal > 1 else "added"].format(day=in_words(day), n=a.ordinal)
            changed = f"/changes?old={a.ordinal - 1}&new={a.ordinal}" if a.ordinal > 1 else ""
            out.append(News(a.title, text, f"/documents/{a.document_id}{changed}"))
    return out[:data["shown"]]


def _coming(titles: Mapping[str, str], known: Mapping[str, Validity], today: date) -> Iterator[tuple[date, News]]:
    data = load_toml("start.toml")["news"]
    until = today + timedelta(days=data["comes_days"])
    for document, title in titles.items():
        v = known[document]
        ends = v.end + timedelta(days=1) if v.end is not None else None
        for phrase, day in (("comes", v.start), ("ends", ends)):
            if day is not None and today < day <= until:
                yield day, News(title, data[phrase].format(day=in_words(day)), f"/documents/{document}")
