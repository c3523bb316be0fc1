"""What an answer begins with, of a long quote."""

from __future__ import annotations

from kb.answer.leading_words import leading_words, without_label
from kb.language.tokenizer import Tokenizer, dictionary
from kb.question.question import Question, understand

TOKENIZER = Tokenizer(dictionary())
LONG = ("对不认真履行职责，责任范围内的问题没有及时解决，造成不良影响和严重后果的，要对领导班子进行诫勉谈话，"
        "予以通报批评，并取消该单位及其负责人当年评优评先资格。")


def asked(question: str) -> Question:
    return understand(question, TOKENIZER)


def test_a_label_in_front_is_left_out() -> None:
    assert without_label("民主评议党员制度。民主评议党员资料齐全。") == "民主评议党员资料齐全。"
    assert without_label("做好党费收缴。责任单位：组织部。") == "做好党费收缴。责任单位：组织部。"
    assert without_label("工作经费。") == "工作经费。"


def test_short_words_are_given_whole() -> None:
    assert leading_words(asked("经费怎么用"), "经费按规定使用，并每年公布。") == "经费按规定使用，并每年公布。"


def test_what_is_next_to_the_question_is_put_before_long_ones() -> None:
    lead = leading_words(asked("严重失职的取消什么资格"), LONG).removesuffix(LONG)
    assert lead.endswith("并取消该单位及其负责人当年评优评先资格。") and len(lead) <= 78
    assert lead.rstrip("。") in LONG


def test_what_the_question_says_nothing_of_is_given_whole() -> None:
    assert leading_words(asked("食堂几点开"), LONG) == LONG
