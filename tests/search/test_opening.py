from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import KBError, ModelError, SearchIndexError
from kb.manage.service import open_answerer, open_finder
from kb.search.index.build import update_index
from kb.store.library import Library
from tests.conftest import HashEmbedder
from tests.search.samples import TWO_LISTS, library_of


@pytest.fixture
def two_lists(tmp_path: Path) -> Iterator[Library]:
    library = library_of(tmp_path, {"汇编.txt": TWO_LISTS})
    yield library
    library.close()


def test_opening_without_library_index_or_model_names_what_is_missing(two_lists: Library, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, corpus=tmp_path / "corpus")
    with pytest.raises(SearchIndexError, match="还没有索引.*kb index"):
        open_finder(settings)
    update_index(settings.index, two_lists, HashEmbedder())
    with pytest.raises(ModelError, match="模型还没有准备好.*kb index"):
        open_finder(settings)
    nowhere = Settings(data=tmp_path / "nowhere", corpus=tmp_path)
    with pytest.raises(KBError, match="还没有知识库.*kb index"):
        open_answerer(nowhere)
    assert not nowhere.data.exists()


@pytest.mark.model
def test_an_index_of_another_model_is_an_error_with_the_remedy(two_lists: Library, tmp_path: Path,
                                                               model_settings: Settings) -> None:
    settings = Settings(data=tmp_path, corpus=tmp_path / "corpus")
    settings.models.symlink_to(model_settings.models.resolve())
    update_index(settings.index, two_lists, HashEmbedder())
    with pytest.raises(SearchIndexError, match="另一个句向量模型.*kb index"):
        open_finder(settings)
