from __future__ import annotations

import random

from evals.bench.grown import OF_A_DOCUMENT, document
from evals.bench.uploads import Asked, _spread
from evals.bench.uploads import document as put_in_force


def test_what_is_counted_of_the_answers() -> None:
    asked = [Asked(float(n), n / 1000, 200) for n in range(1, 101)] + [Asked(0.0, 9.0, 0)]
    assert _spread(asked) == {"answered": 100, "failed": 1, "ms": {"median": 50, "p95": 96, "max": 100}}
    assert _spread([]) == {"answered": 0, "failed": 0, "ms": {"median": None, "p95": None, "max": None}}


def test_documents_are_made_the_same_way_every_time() -> None:
    words = [f"党支部每年开展{n}次检查。" for n in range(1, 20)]
    made = [document(random.Random(3), words, "库存3") for _ in range(2)]
    assert made[0] == made[1] and made[0].count("\n第") == OF_A_DOCUMENT
    assert put_in_force(4).count("第4号巡查组") == 50
