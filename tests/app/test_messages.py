"""Every error that can reach a user has a sentence of its own."""

from __future__ import annotations

import errno
import inspect
from pathlib import Path
from types import ModuleType

import pytest

import app.errors
import app.store.errors
import asr.errors
import models.errors
import soep.errors
from app.messages import SENTENCES, SYSTEM, sentence

TREES = (app.errors, app.store.errors, asr.errors, models.errors, soep.errors)
SAMPLE = {
    "path": Path("/x/consult.wav"),
    "folder": Path("/x/map"),
    "model_dir": Path("/x/base"),
    "known": ("base", "small"),
    "new": True,
}


def own_errors(module: ModuleType) -> list[type[Exception]]:
    found = [kind for _, kind in inspect.getmembers(module, inspect.isclass) if kind.__module__ == module.__name__]
    return [kind for kind in found if issubclass(kind, Exception)]


def leaves() -> list[type[Exception]]:
    every = [kind for module in TREES for kind in own_errors(module)]
    return [kind for kind in every if not any(other is not kind and issubclass(other, kind) for other in every)]


def example(kind: type[Exception]) -> Exception:
    """An instance with a plausible value for each parameter."""
    if kind.__init__ is Exception.__init__:
        return kind("Dit kan niet samen.")
    arguments = []
    for name, parameter in inspect.signature(kind).parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        numeric = str(parameter.annotation).split(" |")[0] in ("int", "float")
        arguments.append(SAMPLE.get(name, 3 if numeric else "iets"))
    return kind(*arguments)


@pytest.mark.parametrize("kind", leaves(), ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_leaf_has_a_sentence_of_its_own(kind: type[Exception]) -> None:
    assert kind in SENTENCES
    said = sentence(example(kind))
    assert said[0].isupper() or said[0] in "/i" or said.startswith("consult.wav")
    assert said.endswith(".") and "None" not in said and "{" not in said


def test_no_two_leaves_share_a_sentence() -> None:
    said = [sentence(example(kind)) for kind in leaves()]
    assert len(set(said)) == len(said)


def test_a_class_without_a_line_takes_its_parents() -> None:
    class Newer(asr.errors.AudioError):
        pass

    assert "consult.wav" in sentence(Newer(Path("/x/consult.wav")))


@pytest.mark.parametrize("code", [*SYSTEM, errno.EMFILE, 0])
def test_the_systems_errors(code: int) -> None:
    named = sentence(OSError(code, "No such thing", "/x/y.txt"))
    assert named.startswith("/x/y.txt: ") and named.endswith(".") and "No such thing" not in named
    assert sentence(OSError(code, "No such thing"))[0].isupper()


def test_an_error_that_nobody_foresaw_is_named_without_its_text() -> None:
    said = sentence(ZeroDivisionError("mevrouw Jansen heeft koorts"))
    assert "ZeroDivisionError" in said and "Jansen" not in said


def test_the_systems_word_for_any_microphone_is_no_name() -> None:
    assert sentence(asr.errors.MicrophoneVanished("default")).startswith("De microfoon geeft geen geluid meer.")
    assert sentence(asr.errors.MicrophoneVanished("Jabra")).startswith("De microfoon (Jabra) geeft")


def test_amounts_read_as_dutch() -> None:
    full = app.store.errors.JournalFull
    assert "1 seconde " in sentence(full(1.0, 0.0)) and "2 minuten" in sentence(full(0.0, 120.0))
