"""The parts of a question (分问): 书记和副书记在党费上各管什么 asks one question of each."""

from __future__ import annotations

import re

from kb.language.tokenizer import normalize
from kb.language.vocabulary import find_roles
from kb.question.asking import asking_pattern, content, pattern, scopes_asked
from kb.question.names import names_in

MAX_SIDES = 4
_JOINED = r"(?:[、，,和与跟同及]|以及|还有|比|相比)*"
_JOIN = re.compile(r"((?:[、和与跟同及]|以及|还有|比)+)[^、，,。；;？?！!]{0,4}")
_SHORT = 70
_CLAUSES = re.compile("[，,、；;。？?！!：:]")
_AND = re.compile("[和与跟及、]|以及|还有")
_EACH = re.compile("分别|依次|各自?(?=是|要|有|由|管|负责|怎么|需要|为|几|多|在|从|写|该|应|算|拖|占|得)")
_DIFFER = re.compile("(有(什么|何|啥|哪些))?(区别|不同|差别|差异)|一样|相同|对比|相比|比较|差(几|多少)|"
                     "哪个(更)?(?=多|高|严|勤|大|长|短|少)")
Place = tuple[int, int]


def parts(question: str) -> tuple[str, ...]:
    """The questions that a question puts together, each standing alone; empty where it asks one thing.

    One for each role or kind of organisation that it joins, else for each of its clauses that asks, else for each of
    the things that it asks the same of (A和B分别…). At most MAX_SIDES.
    """
    text = re.sub(r"\s+", "", normalize(question))
    return tuple((_sides(text) or _asked_in_turn(text) or _distributed(text))[:MAX_SIDES])


def _asked_in_turn(text: str) -> list[str]:
    """机关报给谁、国企报给谁: each clause that asks, behind the words before the first that does.

    Where that comes at once, its own words before the asking one stand before the others, unless those name their own.
    """
    clauses = [c for c in _CLAUSES.split(text) if c]
    asking = [n for n, c in enumerate(clauses) if _asks(c)]
    if len(asking) < 2 or len(text) > _SHORT:
        return []
    context = "，".join(clauses[:asking[0]])
    if context:
        return [f"{context}，{clauses[n]}" for n in asking]
    first = clauses[asking[0]]
    asked = _asks(first)
    assert asked is not None
    topic = first[:asked.start()] if asked.start() > 1 else "".join(content(first).split())
    return [first, *(clauses[n] if names_in(clauses[n]) else f"{topic}，{clauses[n]}" for n in asking[1:])]


def _asks(clause: str) -> re.Match[str] | None:
    return asking_pattern().search(clause) or pattern("in_part").search(clause)


def _distributed(text: str) -> list[str]:
    """A和B分别…: each of the joined things with the words that are said of all of them."""
    cue = _EACH.search(text) or _DIFFER.search(text)
    if cue is None:
        return []
    tail = text[cue.end():] if cue.re is _EACH else ""
    clauses = text[:cue.start()].split("，")
    at = next((n for n, c in enumerate(clauses) if len([x for x in _AND.split(c) if x]) > 1), None)
    if at is None:
        return []
    items = [x for x in _AND.split(clauses[at]) if x]
    if any(len(x) < 2 for x in items):
        return []
    prefix = items[0].rpartition("的")[0] if not any("的" in x for x in items[1:]) else ""
    suffix = items[-1].partition("的")[2] if not any("的" in x for x in items[:-1]) else ""
    items = [items[0], *(f"{prefix}的{x}" if prefix else x for x in items[1:])]
    items = [*(f"{x}的{suffix}" if suffix else x for x in items[:-1]), items[-1]]
    before, after = "，".join(clauses[:at]), "，".join(clauses[at + 1:])
    return [f"{before}{'，' if before else ''}{x}{after}{tail}" for x in items]


def _sides(text: str) -> list[str]:
    """For each role or kind of organisation among those that a question joins, the question about that one alone."""
    joined = _joined(text, _whole([(s, e) for _, s, e in names_in(text)]))
    named = list(dict.fromkeys(_identity(text[s:e]) for s, e in joined))
    if len(named) < 2:
        return []
    return [_without(text, [(s, e) for s, e in joined if _identity(text[s:e]) != name]) for name in named[:MAX_SIDES]]


def _whole(places: list[Place]) -> list[Place]:
    """Names that touch are one: 机关党支部书记."""
    out: list[Place] = []
    for start, end in places:
        if out and out[-1][1] == start:
            out[-1] = out[-1][0], end
        else:
            out.append((start, end))
    return out


def _joined(text: str, places: list[Place]) -> list[Place]:
    """The first run of names with a joining word between them; words between that and a name belong to the name."""
    run = places[:1]
    for start, end in places[1:]:
        between = _JOIN.fullmatch(text[run[-1][1]:start])
        if between is not None:
            run.append((run[-1][1] + between.end(1), end))
        elif len(run) > 1:
            break
        else:
            run = [(start, end)]
    return run


def _without(text: str, others: list[Place]) -> str:
    """The text without the other names, each with the joining word behind it, or else with the one before."""
    for start, end in sorted(others, reverse=True):
        before, after = re.search(_JOINED + "$", text[:start]), re.match(_JOINED, text[end:])
        assert before is not None and after is not None
        cut = (start, end + after.end()) if after.group() else (before.start(), end)
        text = text[:cut[0]] + text[cut[1]:]
    return text


def _identity(name: str) -> tuple[str, ...]:
    return (*scopes_asked(name), *(role for role, _, _ in find_roles(name)))
