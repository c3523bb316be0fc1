"""What is not there yet is named, with the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.answer.opening import open_answerer, open_finder, opened_library
from kb.config import Settings
from kb.errors import ModelError, SearchIndexError
from kb.search.index.build import update_index
from kb.store.library import open_library
from tests.conftest import HashEmbedder
from tests.search.samples import SECRETARY, library_of


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, corpus=tmp_path / "corpus")


def test_without_a_library_nothing_is_made(settings: Settings) -> None:
    with pytest.raises(SearchIndexError, match="还没有知识库.*kb index"), opened_library(settings):
        pass
    assert not settings.library.exists()


def test_an_empty_library_answers_nothing(settings: Settings) -> None:
    open_library(settings.library).close()
    with pytest.raises(SearchIndexError, match="知识库是空的.*kb index"):
        open_answerer(settings)


def test_a_library_without_an_index_can_be_read_but_not_asked(settings: Settings) -> None:
    library_of(settings.data, {"清单.txt": SECRETARY}).close()
    with opened_library(settings) as library:
        assert len(library.clauses()) == 3
    with pytest.raises(SearchIndexError, match="还没有索引.*kb index"):
        open_answerer(settings)


def test_an_index_without_its_model_is_named(settings: Settings) -> None:
    library = library_of(settings.data, {"清单.txt": SECRETARY})
    update_index(settings.index, library, HashEmbedder())
    library.close()
    with pytest.raises(ModelError, match="模型还没有准备好.*kb index"):
        open_finder(settings)


@pytest.mark.model
def test_an_index_of_another_model_is_an_error_with_the_remedy(settings: Settings, model_settings: Settings) -> None:
    settings.models.symlink_to(model_settings.models.resolve())
    library = library_of(settings.data, {"清单.txt": SECRETARY})
    update_index(settings.index, library, HashEmbedder())
    library.close()
    with pytest.raises(SearchIndexError, match="另一个句向量模型.*kb index"):
        open_finder(settings)
