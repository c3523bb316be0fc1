"""What a reader is told of an error (给读者的话): what he cannot put right himself, he leaves to who keeps the service.
"""

from __future__ import annotations

from kb.errors import KBError, ModelError, NothingInForceError, SearchIndexError, UnreadableError

_UNREADABLE = "知识库暂时读不了，已记录。请稍后再试，或告诉管理员。"
_NO_INDEX = "现在答不了：知识库的索引暂时用不了，已记录。请稍后再试，或告诉管理员。"


def is_for_readers(error: KBError) -> bool:
    """Whether a reader may take an error as it is: it names no files, and no commands of the machine."""
    return isinstance(error, NothingInForceError) or not isinstance(
        error, SearchIndexError | ModelError | UnreadableError)


def for_readers(error: KBError) -> str:
    """One sentence for a reader: what is the matter, and what he can do."""
    if is_for_readers(error):
        return str(error)
    return _UNREADABLE if isinstance(error, UnreadableError) else _NO_INDEX
