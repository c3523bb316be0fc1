"""The tokenizer's words on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.language.repair import Sounds
from kb.search.index.words_files import read_words, write_words

SOUNDS = Sounds({"党": "dan"}, {"dan ke": "党课"}, {"dangke": "党课"})


@pytest.mark.parametrize("words", [{}, {"党课": 20000, "党": 0, "a b": 2**31 - 1}])
def test_what_is_written_is_read(tmp_path: Path, words: dict[str, int]) -> None:
    write_words(tmp_path, words, SOUNDS)
    found, sounds = read_words(tmp_path)
    assert found == words and list(found) == list(words) and sounds == SOUNDS


def test_words_without_their_frequencies_are_refused(tmp_path: Path) -> None:
    write_words(tmp_path, {"党课": 1}, SOUNDS)
    (tmp_path / "words.txt").write_text("党课\n党费", encoding="utf-8")
    with pytest.raises(ValueError):
        read_words(tmp_path)
