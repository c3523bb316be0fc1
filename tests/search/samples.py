"""Small documents, and libraries over them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kb.manage.intake import ingest
from kb.search.index.build import build_index
from kb.search.index.embedder import Embedder
from kb.search.index.index import SearchIndex
from kb.store.library import Library, open_library
from kb.types import Clause

SECRETARY = """党支部书记工作责任清单

1.党支部书记每年至少为本支部党员上1次党课，带头学习并交流心得体会。
2.按时足额收缴党费，每季度向全体党员公示1次党费收缴情况。
3.每月主持召开1次支部委员会，研究部署本支部当月的重点工作任务。
"""

TWO_LISTS = """党支部工作责任汇编

党支部书记责任清单
1.每季度至少开展1次警示教育，观看廉政专题片并撰写心得体会。
2.主持召开支部委员会，研究决定本支部的重要事项。
3.带头落实双重组织生活制度，自觉接受监督。

党支部组织委员责任清单
1.每季度至少开展1次警示教育，观看廉政专题片并撰写心得体会。
2.做好党费收缴和党员组织关系接转工作。
3.建立流动党员台账，及时掌握流动党员情况。
"""


def library_of(folder: Path, files: Mapping[str, str]) -> Library:
    """A library in `folder` holding these texts by file name; called again, it takes in what changed."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (corpus / name).write_text(text, encoding="utf-8")
    library = open_library(folder / "library.db")
    results = ingest(library, [], corpus=corpus)
    assert not [r for r in results if r.status == "failed"]
    return library


def clause(identity: str, text: str, *, path: tuple[str, ...] = (), list_title: str = "责任清单",
           roles: tuple[str, ...] = (), scope: tuple[str, ...] = ("通用",)) -> Clause:
    """A clause of document "d"."""
    return Clause(id=identity, document_id="d", ordinal=0, start=0, end=len(text), text=text, number=None, path=path,
                  list_title=list_title, roles=roles, scope=scope)


def index_of(library: Library, embedder: Embedder) -> SearchIndex:
    """The index over a library, in memory only."""
    titles = {i: title for i, (title, _) in library.titles().items()}
    return build_index(library.clauses(), titles, library.questions(), embedder, revision=library.revision())
