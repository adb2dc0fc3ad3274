"""The real hub client as far as it can be tried without a network: a closed door on this machine, and the guard."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.hub import HubError, HuggingFace

CLOSED = HuggingFace(endpoint="http://127.0.0.1:9")  # the discard port: nobody listens


@pytest.mark.slow
def test_a_hub_that_refuses_is_a_hub_error_and_the_guard_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(HubError):
        CLOSED.listing("Somebody/faster-whisper-far")
    with pytest.raises(HubError):
        CLOSED.fetch("Somebody/faster-whisper-far", "0" * 40, "config.json", tmp_path, lambda _size: None)
    assert constants.HF_HUB_OFFLINE is True
    assert list(tmp_path.iterdir()) == []
