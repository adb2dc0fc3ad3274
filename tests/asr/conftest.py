"""Sounds that several tests of asr/ make."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

Sox = Callable[..., Path]


@pytest.fixture
def tone() -> Callable[[float, float, int], NDArray[np.float32]]:
    """tone(hz, seconds, rate): a sine at half of full scale."""

    def make(hz: float, seconds: float, rate_hz: int) -> NDArray[np.float32]:
        return (0.5 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.float32)

    return make


@pytest.fixture
def sox(tmp_path: Path) -> Sox:
    """sox(name, *words): runs `sox -n <words> name` with the file name where "OUT" stands, and gives the file."""

    def make(name: str, *words: str) -> Path:
        path = tmp_path / name
        subprocess.run(["sox", "-D", *(str(path) if w == "OUT" else w for w in words)], check=True, capture_output=True)
        return path

    return make
