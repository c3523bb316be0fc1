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


def test_a_label_that_says_less_of_what_is_asked_than_what_follows_does_not_lead() -> None:
    words = "规范台账。实行“一本一盒”，即工作手册和档案盒。"
    assert without_label(words, ["一本", "本一", "一盒"]) == "实行“一本一盒”，即工作手册和档案盒。"
    assert without_label(words, ["规范", "台账"]) == words
    assert without_label("手册不得涂改。封面写明年度。", ["手册"]) == "手册不得涂改。封面写明年度。"  # it rules itself


def test_a_case_stands_before_what_follows_of_it() -> None:
    words = ("不请假的，由组长提醒。连续三次不来的，由书记谈话，全年缺席超过四分之一的，当年评议不得评为优秀等次，"
             "并在支部大会上说明情况，说明材料存入本人的档案备查。")
    lead = leading_words(asked("缺席多少就不能评为优秀等次"), words)
    assert lead.startswith("全年缺席超过四分之一的，当年评议不得评为优秀等次")


def test_cases_are_not_put_before_what_follows_of_them() -> None:
    words = ("有下列情形之一的，取消评优资格：（一）补造会议记录的；（二）三次以上无故缺席组织生活的；"
             "（三）拒不执行决议并造成后果的。")
    assert leading_words(asked("无故缺席组织生活三次会怎样"), words) == words


def test_short_words_are_given_whole() -> None:
    assert leading_words(asked("经费怎么用"), "经费按规定使用，并每年公布。") == "经费按规定使用，并每年公布。"


def test_what_is_next_to_the_question_is_put_before_long_ones() -> None:
    lead = leading_words(asked("严重失职的取消什么资格"), LONG).removesuffix(LONG)
    assert lead.endswith("并取消该单位及其负责人当年评优评先资格。") and len(lead) <= 78
    assert lead.rstrip("。") in LONG


def test_what_the_question_says_nothing_of_is_given_whole() -> None:
    assert leading_words(asked("食堂几点开"), LONG) == LONG
