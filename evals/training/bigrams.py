"""`python -m evals.training.bigrams`: the pairs of neighbouring characters that Chinese texts have, counted from the
words of jieba's dictionary and from corpus/ (kb/data/bigrams.txt).
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from kb.config import load_settings

TARGET = Path(__file__).resolve().parents[2] / "kb" / "data" / "bigrams.txt"
_HAN = re.compile("[\u4e00-\u9fff]+")
_LEAST = 20  # occurrences of a pair within the dictionary's words


def main() -> None:
    """Writes the file anew: a line a first character, with all that follow it behind."""
    import jieba

    words: Counter[str] = Counter()
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").split("\n"):
        word, _, rest = line.partition(" ")
        if _HAN.fullmatch(word):
            words.update({pair: int(rest.split(" ")[0]) for pair in _pairs(word)})
    pairs = {pair for pair, count in words.items() if count >= _LEAST}
    for path in load_settings().corpus.glob("*.txt"):
        pairs |= {pair for run in _HAN.findall(path.read_text(encoding="utf-8")) for pair in _pairs(run)}
    after: dict[str, list[str]] = {}
    for pair in sorted(pairs):
        after.setdefault(pair[0], []).append(pair[1])
    TARGET.write_text("".join(f"{first}{''.join(seconds)}\n" for first, seconds in after.items()), encoding="utf-8")
    print(f"{len(pairs)} 对：{TARGET}")


def _pairs(run: str) -> list[str]:
    return [a + b for a, b in zip(run, run[1:], strict=False)]


if __name__ == "__main__":
    main()
