"""Opening the sentence model (打开句向量模型), beside whatever else is being opened or imported: it takes a tenth of a
second, most of which leaves the interpreter to others, and needs nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

from kb.config import Settings
from kb.errors import ModelError
from kb.search.index.embedder import OnnxEmbedder
from kb.search.index.model import exported_folder

OpeningModel = Callable[[], OnnxEmbedder]


def begin_opening(settings: Settings) -> OpeningModel:
    """Begins to open the model of the settings; what is returned gives it, and raises ModelError."""
    beside = ThreadPoolExecutor(1)
    opening = beside.submit(_opened, settings)
    beside.shutdown(wait=False)
    return opening.result


def _opened(settings: Settings) -> OnnxEmbedder:
    folder = exported_folder(settings)
    if not (folder / "model.json").is_file():
        raise ModelError(f"句向量模型还没有准备好：{folder}。请运行 kb index。")
    return _loaded(folder, settings.threads, (folder / "model.json").stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _loaded(folder: Path, threads: int, _written: int) -> OnnxEmbedder:
    """The model, which takes a hundred megabytes, once for all that is answered from here: every tenant's, too."""
    return OnnxEmbedder(folder, threads=threads)
