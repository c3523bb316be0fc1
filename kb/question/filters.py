"""The reader's filters (筛选): checked once at the edge, so that a misspelt one is an error and not an empty answer."""

from __future__ import annotations

import re
from datetime import date
from typing import NoReturn

from kb.errors import QuestionError
from kb.language.tokenizer import normalize
from kb.language.vocabulary import GENERAL_SCOPE, role_named, scopes

_DAY = re.compile(r"(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})日?")


def scope_names() -> list[str]:
    """Every kind of organisation, as shown to users."""
    return [s.name for s in scopes()] + [GENERAL_SCOPE]


def checked_question(text: str) -> str:
    """The question without the blanks around it. Raises QuestionError where it is no text that UTF-8 can hold."""
    try:
        text.encode()
    except UnicodeEncodeError as e:
        raise QuestionError(
            f"问题的第 {e.start + 1} 个字不是文字（不是 UTF-8）。请检查终端或文件的编码后重新输入。") from e
    return text.strip()


def checked_scope(name: str | None) -> str | None:
    """The kind of organisation of this name. Raises QuestionError where there is none."""
    if name and name not in scope_names():
        raise QuestionError(f"没有这类单位：{name}。可用：{'、'.join(scope_names())}。")
    return name or None


def checked_day(text: str | None) -> date | None:
    """The day that 2024-05-01 or 2024年5月1日 names; None for nothing. Raises QuestionError where it is no day."""
    if text is None or not text.strip():
        return None
    m = _DAY.fullmatch("".join(normalize(text).split()))
    try:
        return date(*map(int, m.groups())) if m is not None else _refuse(text)
    except ValueError:
        return _refuse(text)


def _refuse(text: str) -> NoReturn:
    raise QuestionError(f"不是日期：{text.strip()[:20]}。请写成 2024-05-01 的样子。")


def checked_role(name: str | None) -> str | None:
    """The canonical role of this name or spelling. Raises QuestionError where it is unknown."""
    if not name:
        return None
    role = role_named(name)
    if role is None:
        raise QuestionError(f"不认识的角色：{name}。可用的有党支部书记、副书记、支部委员、党员等。")
    return role.name
