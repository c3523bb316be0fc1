"""How a document stands among the others (效力), in sentences, where that is not simply in force."""

from __future__ import annotations

from collections.abc import Mapping

from kb.types import Document, Status
from kb.validity.title import edition_title


def standing(document: Document, titles: Mapping[str, str]) -> tuple[str, ...]:
    """What it replaces, and that it does not answer; `titles` are those of the library's documents, by id."""
    out = []
    old = titles.get(document.replaces or "")
    if old is not None:
        day = document.effective_from or "施行"
        same = edition_title(old).key == edition_title(document.title).key
        out.append(f"这是《{old}》的新版本，{day}起代替它；两份都保留。" if same else f"{day}起废止《{old}》。")
    if document.status != Status.IN_FORCE:
        since = f"（{document.effective_from}起施行）" if document.status == Status.COMING else ""
        out.append(f"现在是“{document.status}”{since}，不用来回答现在的问题。")
    if document.repealed_clauses:
        out.append(f"其中{'、'.join(document.repealed_clauses)}已废止，不用来回答现在的问题。")
    if document.changed_clauses:
        out.append(f"其中{'、'.join(document.changed_clauses)}已由别的文件修改，不再照原来的文字回答。")
    return tuple(out)
