"""Taking a document away from the command line (撤下): what `kb remove` does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kb.config import Settings
from kb.errors import ChangeError
from kb.manage.administration import Desk, delete
from kb.search.index.embedder import OnnxEmbedder
from kb.search.index.model import ensure_model
from kb.show.lookup import document_named
from kb.store.library import open_library
from kb.store.lock import PATIENT_S
from kb.store.register import Actor
from kb.types import Document

_ACTOR = Actor("命令行", "")


def withdraw(settings: Settings, name: str, *, say: Callable[[str], None] = lambda _: None) -> Document:
    """Takes the document of this name out of force; it stays so while its file is the same, and can be brought back on
    the administrator's page.

    Raises NotFoundError, BusyError, ModelError, and ChangeError where it is the last one or its file lies in corpus/,
    which the library follows, or is common to all tenants.
    """
    library = open_library(settings.place)
    try:
        document = document_named(library, name)
        library.require_own(document.id)
        location = Path(library.locations()[document.source][0])
    finally:
        library.close()
    if settings.corpus.is_dir() and location.is_relative_to(settings.corpus.resolve()) and location.exists():
        raise ChangeError(f"《{document.title}》来自语料文件夹：{location}。请从那里移走这个文件，再运行 kb index。")
    embedder = OnnxEmbedder(ensure_model(settings, say), threads=settings.threads)
    return delete(Desk(settings, embedder, patience=PATIENT_S), _ACTOR, document.id)
