"""`soepel models`."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store import ModelStore, Offer, Proof, Verified
from tests.app.helpers import Cli


@pytest.fixture(autouse=True)
def no_real_work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The store's own tests hash and copy; here only the command is looked at."""
    done = Verified("base", tmp_path / "base", Proof.PINNED, 145_000_000)
    monkeypatch.setattr(ModelStore, "path", lambda self, name, progress: progress(1, 2))
    monkeypatch.setattr(ModelStore, "verify", lambda self, name: done)
    monkeypatch.setattr(ModelStore, "import_folder", lambda self, folder, progress: done)


def test_list(cli: Cli) -> None:
    done = cli("models", "list")
    assert done.code == 0 and done.out.startswith("* base") and "niet op deze computer" in done.out
    models = cli("models", "list", "--json").json["models"]
    assert models[0]["name"] == "base" and models[0]["chosen"] and {m["state"] for m in models} == {"shipped", "absent"}


def test_verify_and_import(cli: Cli, tmp_path: Path) -> None:
    for argv in (("verify",), ("verify", "base"), ("import", tmp_path)):
        assert "base: " in cli("models", *argv).out
        assert cli("models", *argv, "--json").json["models"][0]["proof"] == "pinned"


@pytest.mark.parametrize(
    ("argv", "given", "yes"),
    [((), b"ja\n", True), ((), b"J\n", True), ((), b"nee\n", False), ((), b"", False), (("--yes",), b"", True)],
)
def test_install_asks_first(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...], given: bytes, yes: bool
) -> None:
    answers = []

    def install(self: ModelStore, name: str, confirm: object, progress: object) -> Verified:
        assert callable(confirm)
        answers.append(confirm(Offer(name, "Systran/faster-whisper-small", 484_000_000, "MIT")))
        return Verified(name, Path("x"), Proof.RECORDED, 484_000_000)

    monkeypatch.setattr(ModelStore, "install", install)
    done = cli("models", "install", "small", *argv, given=given)
    assert answers == [yes]
    assert ("484 MB" in done.err) == ("--yes" not in argv)


def test_a_clear_no_is_exit_1(cli: Cli) -> None:
    def absent(*_: object) -> None:
        from models.errors import ModelMissing

        raise ModelMissing("small")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ModelStore, "verify", absent)
        done = cli("models", "install", "small", given=b"nee\n")
    assert done.code == 1 and "geen ja" in done.err


def test_remove_what_is_not_there(cli: Cli) -> None:
    done = cli("models", "remove", "base")
    assert done.code == 1 and "staat niet op deze computer" in done.err
    assert cli("models", "remove", "reus").err.startswith("Er is geen model dat reus heet")
