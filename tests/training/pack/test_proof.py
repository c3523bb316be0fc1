"""Every sentence of the handout and the slides is a quotation, a value, a note or a fixed phrase."""

from __future__ import annotations

import pytest

from kb.training.pack.handout import as_docx
from kb.training.pack.pack import Pack
from kb.training.pack.slides import as_pptx
from kb.training.pack.wanted import Picked
from tests.training.pack.proof import Proof
from tests.training.pack.reading import docx_lines, pptx_lines
from tests.training.pack.samples import LESSON, made

NOTED = made(LESSON, picked=(Picked("c1", "这一条先讲。\n再看台账。"), Picked("a2")),
             kinds=("机关", "高校"), audience="党员")


@pytest.mark.parametrize("pack", [made(), NOTED, made(length="简要")], ids=["topics", "noted", "short"])
def test_every_line_of_both_files_is_proved(pack: Pack) -> None:
    proof = Proof(pack)

    handout, deck = docx_lines(as_docx(pack)), pptx_lines(as_pptx(pack))

    assert len(handout) > 40 and len(deck) > 40
    assert proof.unproved(handout) == []
    assert proof.unproved(deck) == []


def test_a_changed_word_is_found_out() -> None:
    changed = [docx_lines(as_docx(made()))[-1] + "等", "机关：党支部，党课，每半年至少3次[1]", "由此可见，党课很重要。"]

    assert Proof(made()).unproved(changed) == changed


def test_clauses_stand_whole_in_the_handout() -> None:
    pack = made()
    lines = docx_lines(as_docx(pack))

    assert all(x.clause.text in lines for s in pack.sections for x in s.cited)
