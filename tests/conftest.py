"""Fixtures: a deterministic embedder that needs no model, and libraries over the corpus and over small documents."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings as hypothesis_settings

from kb.answer.dated import DatedAnswerer
from kb.answer.opening import open_answerer
from kb.config import Settings
from kb.manage.intake import ingest
from kb.search.index.embedder import OnnxEmbedder, Vectors
from kb.search.index.model import ensure_model
from kb.store.library import Library, open_library
from tests import postgres
from tests.search.samples import SECRETARY

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"

# Continuous integration draws the same examples every time; elsewhere every run looks at new ones.
hypothesis_settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis_settings.register_profile("here", deadline=None)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "here")

# A run in the background inherits an ignored Ctrl+C; the programs that tests interrupt must not inherit it in turn.
signal.signal(signal.SIGINT, signal.default_int_handler)
KB = Path(sys.executable).parent / "kb"


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process of its own: none of this one's settings, and `extra`."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("KB_", "PYTHON"))}
    return {**clean, **extra}


class HashEmbedder:
    """Unit vectors from character bigrams: similar texts get similar vectors, without any model."""

    name = "hash"
    fingerprint = "hash-1"
    dimension = 256

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._one(t) for t in texts]) if texts else np.empty((0, self.dimension), dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        return self._one(text)

    def _one(self, text: str) -> Vectors:
        v = np.zeros(self.dimension, dtype=np.float32)
        for a, b in zip(text, text[1:] + "。", strict=True):
            v[int.from_bytes(hashlib.md5((a + b).encode()).digest()[:2], "big") % self.dimension] += 1
        return np.asarray(v / max(float(np.linalg.norm(v)), 1e-9), dtype=np.float32)


def copied(built: Path, to: Path) -> Path:
    """A data folder of one's own, to change; the model is shared."""
    return Path(shutil.copytree(built, to / "data", symlinks=True))


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


@pytest.fixture(scope="session")
def corpus_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The five documents, read and split."""
    library = open_library(tmp_path_factory.mktemp("corpus") / "library.db")
    ingest(library, [], corpus=CORPUS)
    yield library
    library.close()


@pytest.fixture(scope="session")
def model_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with the real model; KB_TEST_DATA names a data folder that already holds it."""
    data = Path(os.environ.get("KB_TEST_DATA") or ROOT / "data")
    settings = Settings(data=tmp_path_factory.mktemp("data"), corpus=CORPUS)
    ensure_model(Settings(data=data, corpus=CORPUS), print)
    settings.models.symlink_to((data / "models").resolve())
    return settings


@pytest.fixture(scope="session")
def real_embedder(model_settings: Settings) -> OnnxEmbedder:
    return OnnxEmbedder(ensure_model(model_settings, print), threads=2)


@pytest.fixture(scope="session")
def built(model_settings: Settings) -> Path:
    """A data folder with the whole corpus indexed by the real model. Read it only, or take a copy."""
    done = subprocess.run([KB, "index", "--data", model_settings.data, "--json"], capture_output=True, text=True,
                          env=environment({"KB_CORPUS": str(CORPUS)}), timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert {json.loads(line)["status"] for line in done.stdout.splitlines()} == {"新增"}
    return model_settings.data


@pytest.fixture(scope="session")
def answerer(built: Path, model_settings: Settings) -> DatedAnswerer:
    """One DatedAnswerer over the corpus, with the real model."""
    assert built == model_settings.data
    return open_answerer(model_settings)


@pytest.fixture(scope="session")
def served(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy for the services that tests share, which note in it what is asked of them."""
    return copied(built, tmp_path_factory.mktemp("served"))


@pytest.fixture
def data(tmp_path: Path, model_settings: Settings) -> Path:
    """A data folder with nothing but the real model."""
    folder = tmp_path / "数据?甲#1%20乙"
    folder.mkdir()
    (folder / "models").symlink_to(model_settings.models.resolve())
    return folder


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "清单.txt"
    path.write_text(SECRETARY, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a database on a PostgreSQL with pgvector: KB_TEST_POSTGRES, or a server of this run's own."""
    stated = os.environ.get("KB_TEST_POSTGRES")
    try:
        if stated:
            postgres.check(stated)
            yield stated
            return
        with postgres.new_server() as server:
            postgres.check(f"{server.url}/postgres")
            yield f"{server.url}/postgres"
    except postgres.NoServer as e:
        pytest.skip(f"没有 PostgreSQL：{e}")


@pytest.fixture(scope="session")
def service_role(postgres_server: str) -> Iterator[str]:
    """A role of that server that may do nothing but what it is given."""
    role = f"kb_service_{os.getpid()}"
    with postgres.connected(postgres_server) as c:
        c.execute(f"CREATE ROLE {role} LOGIN")
    yield role
    with postgres.connected(postgres_server) as c:
        c.execute(f"DROP ROLE {role}")


@pytest.fixture(scope="module")
def postgres_url(postgres_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database of the test module's own."""
    name = f"kb_{os.getpid()}_{request.module.__name__.rpartition('.')[2]}"
    yield postgres.new_database(postgres_server, name)
    postgres.drop_database(postgres_server, name)
