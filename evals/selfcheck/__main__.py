"""`python -m evals.selfcheck [DATA]`: the measure of the self-check, and every verdict that differs from a reader's."""

from __future__ import annotations

import sys

from evals.selfcheck.score import judged, score
from kb.answer.opening import open_finder
from kb.config import load_settings
from kb.language.numerals import plain


def main() -> None:
    """Judges every plan with the model of a data folder and prints the shares."""
    finder = open_finder(load_settings(sys.argv[1] if len(sys.argv) > 1 else None))
    rows = list(judged(finder.tokenizer, finder.embedder))
    for r in rows:
        v = r.verdict
        if v.verdict != r.gold or (r.counted and v.found != r.counted):
            found = "—" if v.found is None else plain(v.found)
            words = "；".join(m.text for m in v.matched[:3])
            print(f"{r.plan}　{r.name}：应为{r.gold} {r.counted or ''}，得{v.verdict} {found}（{v.reason}）{words}")
    s = score(rows)
    print(f"缺项和次数不足 {s.gaps} 处，查出 {s.recall:.3f}；已列入 {s.fulfilled} 处，误报 {s.alarms:.3f}；"
          f"拿不准占 {s.unsure:.3f}（共 {s.verdicts} 个结论）；数得对的 {s.numbers:.3f}")


if __name__ == "__main__":
    main()
