from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ingest.analysis import Stretch, analyse, pairs_of
from kb.language.pairs import bigrams, flat
from tests.search.samples import clause

FIRST, SECOND = "党支部书记每年至少为党员上1次党课。", "由副书记牵头，组织委员每季度公布党费收支。"
BOTH = clause("c", FIRST + SECOND, path=("书记清单", "（一）党课"), roles=("书记",))


def words(s: Stretch) -> str:
    return BOTH.text[s.start:s.end]


def test_a_clause_is_kept_in_the_forms_it_is_compared_in() -> None:
    a = analyse(BOTH, "书记清单 党课")
    one_spelling = f"{FIRST}由副书记牵头，组织委员每季度公示党费收支。"
    assert a.clause is BOTH
    assert (a.above, a.heads) == ("书记清单 党课", "书记清单党课")
    assert (a.held, a.plain) == (f"书记清单（一）党课{one_spelling}", one_spelling)
    letters = "党支部书记每年至少为党员上1次党课由副书记牵头组织委员每季度公示党费收支"
    assert (a.held_flat, a.flat) == (f"书记清单一党课{letters}", letters)


def test_its_sentences_with_whom_they_name() -> None:
    first, second = analyse(BOTH, "书记清单").sentences
    assert (words(first), words(second)) == (FIRST, SECOND)
    assert (first.sentence, second.sentence) == (0, 1)
    assert second.flat == "由副书记牵头组织委员每季度公示党费收支"
    assert second.under == "书记清单一党课由副书记牵头组织委员每季度公示党费收支"
    assert second.plain == "由副书记牵头，组织委员每季度公示党费收支。"
    assert (first.roles, second.roles) == (("党支部书记", "党员"), ("副书记", "组织委员"))
    assert (first.owners, second.owners) == (("党 支部 书记",), ())
    assert (second.obligation, second.around) == (None, "")


def test_a_sentence_speaks_of_those_that_its_first_words_name() -> None:
    late = "党支部书记" + "认真负责" * 7 + "并由组织委员协助。"
    (only,) = analyse(clause("c", late), "").sentences
    assert only.roles == ("党支部书记", "组织委员")
    assert only.bound == ("党支部书记",)


def test_its_obligations_with_the_sentence_they_stand_in() -> None:
    a = analyse(BOTH, "书记清单")
    lecture, fees = a.phrases
    assert (words(lecture), words(fees)) == ("党支部书记每年至少为党员上1次党课", "组织委员每季度公布党费收支")
    assert (lecture.sentence, fees.sentence) == (0, 1)
    assert fees.around == "书记清单（一）党课由副书记牵头，组织委员每季度公示党费收支。组织委员"
    assert a.obligations == (lecture.obligation, fees.obligation)
    assert [(o.period, o.value, o.subject) for o in a.obligations] == [
        ("每年", "至少1次", "党支部书记"), ("每季度", None, "组织委员")]


def test_an_obligation_speaks_of_its_subject_and_is_compared_behind_it() -> None:
    lecture = analyse(BOTH, "书记清单").phrases[0]
    assert lecture.flat == "党支部书记党支部书记每年至少为党员上1次党课"
    assert lecture.under == "书记清单一党课党支部书记每年至少为党员上1次党课"
    assert (lecture.roles, lecture.bound) == (("党支部书记", "党员"), ("党支部书记",))
    assert lecture.owners == ("党 支部 书记",)


def test_obligations_that_are_known_are_not_looked_for_again() -> None:
    known = replace(analyse(BOTH, "").obligations[0], value="至少3次", subject=None)
    a = analyse(BOTH, "", [known])
    assert a.obligations == (known,)
    # without a subject it speaks of those that its first words name
    assert a.phrases[0].bound == ("党支部书记", "党员")
    assert analyse(BOTH, "", []).phrases == ()


def test_a_clause_without_headings_or_figures() -> None:
    a = analyse(clause("c", "按时缴纳党费"), "")
    assert (a.heads, a.held, a.phrases, a.obligations) == ("", "按时缴纳党费", (), ())
    assert [(s.start, s.end) for s in a.sentences] == [(0, 6)]


parts = st.sampled_from([
    "书记", "党支部", "组织委员", "每年", "每季度", "至少", "不少于", "上1次党课", "2次", "两篇", "3-5人", "20%",
    "12月底前", "，", "；", "。", "：", "\n", " ", "（", "）", "“", "”", "支委会", "公布党费", "1."])
texts = st.lists(parts, min_size=1, max_size=25).map("".join).filter(lambda t: t.strip() != "")


@given(texts)
def test_every_stretch_lies_in_the_text_and_every_obligation_quotes_it(text: str) -> None:
    a = analyse(clause("c", text, path=("清单",)), "清单")
    assert a.sentences
    for s in (*a.sentences, *a.phrases):
        assert 0 <= s.start < s.end <= len(text)
        assert text[s.start:s.end].strip() != ""
    for s in a.phrases:
        assert s.obligation is not None
        assert text[s.start:s.end] == s.obligation.quote
        assert s.sentence is not None
        assert a.sentences[s.sentence].start <= s.start < a.sentences[s.sentence].end


@pytest.mark.parametrize(("letters", "pairs"), [
    ("党课次数", {"党课", "课次", "次数"}), ("党课党课", {"党课", "课党"}), ("党", set()), ("", set())])
def test_pairs_are_read_back_from_a_flat_text(letters: str, pairs: set[str]) -> None:
    assert pairs_of(letters) == pairs


@given(texts | st.text(max_size=20))
def test_pairs_of_a_flat_text_are_those_of_the_text(text: str) -> None:
    assert pairs_of(flat(text)) == frozenset(bigrams(text))
