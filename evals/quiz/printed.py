"""The report on quiz items in words (试题评测的报告)."""

from __future__ import annotations

from collections.abc import Iterator

from evals.quiz.run import QuizReport


def lines(r: QuizReport) -> Iterator[str]:
    """The report, a line each thing."""
    yield f"试题 {r.items} 道：{'，'.join(f'{t} {n}' for t, n in r.by_type.items())}"
    yield f"单位：{'，'.join(f'{s} {n}' for s, n in r.by_scope.items())}"
    yield (f"有错 {len(r.wrong)} 道；一套里重复 {r.repeated} 对；同一种子不同题 {r.unstable} 套；"
           f"单选答案字母 {dict(sorted(r.letters.items()))}；判断题对的占 {r.true:.2f}；"
           f"单选答案独为最长的占 {r.longest:.2f}")
    for w in r.wrong:
        yield f"{w.item.type}　{w.item.question}　{'｜'.join(w.item.options)}　{'、'.join(w.item.key)}"
        yield from (f"　　{said}" for said in w.said)
