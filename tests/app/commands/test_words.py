"""`soepel words`: the list in the user's folder, changed whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.helpers import Cli, FakeBuild, one_sentence


def kept(build: FakeBuild) -> list[str]:
    return build.folders.words.read_text(encoding="utf-8").splitlines()


def test_the_list_grows_shrinks_and_is_shown(cli: Cli, build: FakeBuild) -> None:
    assert cli("words", "list").out == ""
    done = cli("words", "add", "Meulenbelt", "De Zonnehoek")
    assert (done.code, done.out.splitlines()) == (0, ["Meulenbelt", "De Zonnehoek"])
    assert "2 woorden" in done.err
    assert cli("words", "add", "meulenbelt").code == 0
    assert kept(build) == ["Meulenbelt", "De Zonnehoek"]
    assert cli("words", "remove", "de zonnehoek").out == "Meulenbelt\n"
    assert cli("words", "list", "--json").json == {"schema": "soepel.words/1", "words": ["Meulenbelt"], "told": 1}


def test_a_file_is_added_to_the_list(cli: Cli, build: FakeBuild, tmp_path: Path) -> None:
    cli("words", "add", "Bas")
    path = tmp_path / "lijst.txt"
    path.write_bytes("Müller\r\nTerlouw; Bas\r\n".encode("cp1252"))
    assert cli("words", "import", path).code == 0
    assert kept(build) == ["Bas", "Müller", "Terlouw"]


def test_a_full_list_says_so(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "lijst.txt"
    path.write_text("\n".join(f"naam{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(600)), encoding="utf-8")
    assert "vol" in cli("words", "import", path).err


def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(cli: Cli, build: FakeBuild, tmp_path: Path) -> None:
    cli("words", "add", "Bas")
    one_sentence(cli("words", "add", "12"), "12")
    one_sentence(cli("words", "remove", "Bas", "Els"), "Els", "niets veranderd")
    one_sentence(cli("words", "import", tmp_path / "weg.txt"), "weg.txt")
    for name, data in (("leeg.txt", b""), ("beeld.txt", b"\x89PNG\0\0")):
        (tmp_path / name).write_bytes(data)
        one_sentence(cli("words", "import", tmp_path / name), name)
    assert kept(build) == ["Bas"]


@pytest.mark.parametrize("action", [("list",), ("add", "Bas"), ("remove", "Bas")])
def test_a_list_that_cannot_be_read_is_one_sentence(cli: Cli, build: FakeBuild, action: tuple[str, ...]) -> None:
    build.folders.words.mkdir(parents=True)
    one_sentence(cli("words", *action), "woordenlijst.txt")
