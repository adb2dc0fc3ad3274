"""The shipped manifest: base is pinned, and nothing claims a sha256 that nobody saw."""

from __future__ import annotations

import pytest

from models.errors import ModelUnknown
from models.manifest import READ_BY_THE_ENGINE, Manifest


def test_base_is_pinned_whole() -> None:
    base = Manifest.shipped()["base"]
    assert base.is_shipped
    assert base.size_bytes == 147_882_941
    assert {f.name for f in base.files} == {"config.json", "model.bin", "tokenizer.json", "vocabulary.txt"}
    for file in base.files:
        assert len(file.sha256) == 64 and file.parts


def test_the_others_come_from_the_hub_and_claim_no_hash() -> None:
    for model in Manifest.shipped().models:
        assert model.licence == "MIT" and model.source and model.title
        if model.name != "base":
            assert model.hub and model.files == () and model.about_bytes > 100_000_000


def test_every_pinned_file_is_one_that_the_engine_reads() -> None:
    for model in Manifest.shipped().models:
        assert {f.name for f in model.files} <= set(READ_BY_THE_ENGINE)


def test_an_unknown_model_names_the_known_ones() -> None:
    with pytest.raises(ModelUnknown) as unknown:
        Manifest.shipped()["enorm"]
    assert unknown.value.known == ("base", "small", "medium", "large-v2", "large-v3-turbo")
