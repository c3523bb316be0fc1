from __future__ import annotations

import json
import marshal
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb.language.tokenizer import Tokenizer, dictionary, lexicon, normalize, tokenizer_fingerprint


@pytest.fixture(scope="module")
def words() -> dict[str, int]:
    return dictionary()


@pytest.fixture(scope="module")
def cut(words: dict[str, int]) -> Tokenizer:
    return Tokenizer(words)


@pytest.mark.parametrize(("written", "normal"), [
    ("黨支部書記每年至少上幾次黨課", "党支部书记每年至少上几次党课"),
    ("黨費收繳", "党费收缴"),
    ("２０２３年第３季度", "2023年第3季度"),
    ("ＰＤＦ文件", "pdf文件"),
    ("第⼗⼆條、項目", "第十二条、项目"),
    ("⺠主⽣活会⻓期", "民主生活会长期"),
    ("党\u200b课\ufeff", "党课"),
    ("預备党员怎么办", "预备党员怎么办"),
    ("不少于12学时", "不少于12学时"),
    ("", ""),
])
def test_normal_form(written: str, normal: str) -> None:
    assert normalize(written) == normal


def test_normal_form_is_stable() -> None:
    text = "黨委（黨組）書記，每年２次"
    assert normalize(normalize(text)) == normalize(text)


def test_traditional_and_full_width_questions_have_the_terms_of_simplified_ones(cut: Tokenizer) -> None:
    assert cut("黨支部書記每年上２次黨課") == cut("党支部书记每年上2次党课")


@pytest.mark.parametrize("term", ["三会一课", "主题党日", "党支部书记", "民主评议党员", "入党积极分子", "廉政自省日"])
def test_lexicon_terms_stay_whole_within_a_sentence(cut: Tokenizer, term: str) -> None:
    assert term in cut(f"各支部要认真落实{term}有关要求")


def test_every_lexicon_term_of_the_domain_is_known_and_cut_whole(cut: Tokenizer) -> None:
    assert lexicon()
    assert [t for t in lexicon() if not cut.knows(normalize(t)) or normalize(t) not in cut(t)] == []


def test_long_words_also_give_the_shorter_words_within_them(cut: Tokenizer) -> None:
    assert {"党支部书记", "书记"} <= set(cut("党支部书记"))


def test_terms_come_in_the_order_of_the_text(cut: Tokenizer) -> None:
    terms = cut("党费公示之后召开组织生活会")
    assert terms.index("党费") < terms.index("公示") < terms.index("组织生活会")


@pytest.mark.parametrize("text", ["", "？！。", "……——", " \n\t ", "（）《》“”"])
def test_punctuation_alone_has_no_terms(cut: Tokenizer, text: str) -> None:
    assert cut(text) == []


def test_numbers_and_latin_letters_are_terms(cut: Tokenizer) -> None:
    assert {"32", "qq"} <= set(cut("每年32学时，QQ群通知"))


def test_words_it_does_not_hold_are_unknown(cut: Tokenizer) -> None:
    assert cut.knows("党课")
    assert not cut.knows("党课茶")
    assert not cut.knows("")


def test_a_dictionary_survives_json_as_the_index_stores_it(words: dict[str, int], cut: Tokenizer) -> None:
    again = Tokenizer(json.loads(json.dumps(words, ensure_ascii=False)))
    text = "党支部书记每季度至少组织1次党课，并公示党费收缴情况"
    assert again(text) == cut(text)


def test_two_tokenizers_do_not_disturb_each_other(cut: Tokenizer) -> None:
    tiny = Tokenizer({"党": 1, "课": 1})
    assert tiny("党课") == ["党", "课"]
    assert cut("党课") == ["党课"]


def test_the_fingerprint_is_the_same_every_time() -> None:
    assert tokenizer_fingerprint() == tokenizer_fingerprint() != ""


def test_a_poisoned_jieba_cache_changes_nothing_and_none_is_written(tmp_path: Path, cut: Tokenizer) -> None:
    text = "党支部书记每年至少上几次党课"
    script = ("import json\nfrom kb.language.tokenizer import Tokenizer, dictionary\n"
              f"print(json.dumps(Tokenizer(dictionary())({text!r})))")
    poisoned, empty = tmp_path / "poisoned", tmp_path / "empty"
    for folder in (poisoned, empty):
        folder.mkdir()
    (poisoned / "jieba.cache").write_bytes(marshal.dumps(({"支部书": 10**9, "支部": 0}, 10**9)))
    for folder in (poisoned, empty):
        done = subprocess.run([sys.executable, "-c", script], env=os.environ | {"TMPDIR": str(folder)}, check=True,
                              capture_output=True, text=True)
        assert json.loads(done.stdout) == cut(text)
    assert list(empty.iterdir()) == []
