"""`python -m evals.quiz [FOLDER…]`: quizzes over every topic and kind, every item checked; 1 where one is wrong."""

from __future__ import annotations

import sys
from pathlib import Path

from evals.quiz.printed import lines
from evals.quiz.run import evaluate_quiz


def main() -> int:
    """Prints the report; the exit status."""
    folders = [Path(a) for a in sys.argv[1:]]
    report = evaluate_quiz(folders) if folders else evaluate_quiz()
    for line in lines(report):
        print(line)
    return int(bool(report.wrong or report.repeated or report.unstable))


if __name__ == "__main__":
    sys.exit(main())
