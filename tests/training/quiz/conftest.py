"""Two small documents with rules of every form, and the questions that may be asked of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.manage.intake import ingest
from kb.store.library import open_library
from kb.training.quiz.drafts import Maker
from kb.training.quiz.library import library_shelf
from kb.training.quiz.shelf import Shelf

OFFICE = """县粮食局党支部书记责任清单

1.抓好组织生活。每月至少召开1次支部委员会，每季度召开1次支部党员大会，每半年上1次党课。党支部书记每年与每名党员谈心不少于4次。
2.抓好学习。党员每年集中学习不少于32学时，支部委员不少于56学时。
3.抓好党费。党支部每年6月公布1次党费收缴情况，补交手续在5日内办结。
4.抓好设置。正式党员满3名的，应当成立党小组。设党委的，每两个月召开1次党委会。
5.抓好台账。台账包括会议记录、学习记录、谈话记录和考勤记录。
6.抓好先锋岗。“粮安先锋岗”是指由党员保管员领衔、承担储粮安全任务的岗位。
"""
SCHOOL = """县第一小学党支部工作任务清单

1.党支部每季度召开1次支部委员会，每年组织2次主题党日，每月召开1次党小组会。
2.党员每年集中学习不少于24学时，书记不少于40学时。
3.党支部每年9月公布1次党费收缴情况，每周组织1次升旗，每学期组织12次值日。
4.党支部每年开展1次民主评议党员，每半年召开1次组织生活会。
"""


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("quiz")
    for name, text in (("粮食局", OFFICE), ("小学", SCHOOL)):
        Path(folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = open_library(folder / "library.db")
    ingest(library, [], corpus=folder)
    found = library_shelf(library)
    library.close()
    return found


@pytest.fixture(scope="session")
def maker(material: Shelf) -> Maker:
    return Maker(material)
