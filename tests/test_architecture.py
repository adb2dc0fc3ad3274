"""The rules of ARCHITECTURE.md that a script can check: who imports whom, how long things are, what no file holds."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("app", "asr", "soep", "models")
FILE_LINES = 300
FUNCTION_LINES = 60

# Each exception: path -> why.
LONGER_FILES: dict[str, str] = {}
LONGER_FUNCTIONS: dict[str, str] = {}

MAY_IMPORT: dict[str, set[str]] = {
    "app": {"app", "asr", "soep", "models"},
    "soep": {"soep", "asr.transcript"},
    "asr": {"asr"},
    "models": {"models"},
}
ALSO_MAY_IMPORT = {
    ("soep/hearing.py", "asr.sounds"): "how Dutch words sound: pure, standard library and rapidfuzz, one copy for both",
}

# library -> the files (or folders, with a slash) that may import it
ONLY_IN: dict[str, tuple[str, ...]] = {
    "PySide6": ("app/views/",),
    "faster_whisper": ("asr/whisper.py",),
    "ctranslate2": ("asr/whisper.py",),
    "sounddevice": ("asr/microphone.py",),
    # asr/voice_encoder.py is the second network that runs on sound; it is a module of its own
    "onnxruntime": ("asr/vad.py", "asr/voice_encoder.py", "soep/classify.py"),
    "av": ("asr/audio_file.py",),
    "cryptography": ("app/store/",),
    "keyring": ("app/store/",),
    "sqlite3": ("app/store/",),
    "huggingface_hub": ("models/hub.py",),
    "httpx2": ("models/hub.py",),
    "socket": (),
    "ssl": (),
    "urllib.request": (),
    "http": (),
}
# tools for the developer's machine, kept out of the wheel
DEVELOPMENT_ONLY = ("soep/training/", "asr/training/")
REGISTRIES = re.compile(r"(pypi|pythonhosted|files\.python|registry\.npmjs|deb\.debian|archive\.ubuntu)\.(org|com|io)")


def sources(*folders: str) -> Iterator[tuple[str, Path]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path


def product() -> list[tuple[str, Path]]:
    return [(name, path) for name, path in sources(*OURS) if not name.startswith(DEVELOPMENT_ONLY)]


def imported(path: Path) -> set[str]:
    """Every module that a file imports, `from a import b` as both a and a.b."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def within(module: str, allowed: set[str]) -> bool:
    return any(module == a or module.startswith(a + ".") for a in allowed)


def test_our_packages_import_each_other_in_one_direction() -> None:
    wrong = []
    for name, path in product():
        allowed = MAY_IMPORT[name.partition("/")[0]]
        allowed = allowed | {module for (file, module) in ALSO_MAY_IMPORT if file == name}
        for module in imported(path):
            bare_package = module in OURS and any(a.startswith(module + ".") for a in allowed)
            if module.partition(".")[0] in OURS and not within(module, allowed) and not bare_package:
                wrong.append(f"{name} imports {module}")
    assert wrong == []


def test_heavy_libraries_are_imported_in_their_own_place_only() -> None:
    wrong = []
    for name, path in product():
        for module in imported(path):
            for library, places in ONLY_IN.items():
                if within(module, {library}) and not name.startswith(places or ("nowhere",)):
                    wrong.append(f"{name} imports {module}")
    assert wrong == []


def test_the_values_are_standard_library_only() -> None:
    for name in ("asr/transcript.py", "asr/events.py", "soep/note.py"):
        for module in imported(ROOT / name):
            top = module.partition(".")[0]
            assert top in sys.stdlib_module_names or top in OURS, f"{name} imports {module}"


def test_files_and_functions_stay_short() -> None:
    long = []
    for name, path in sources(*OURS):
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > FILE_LINES and name not in LONGER_FILES:
            long.append(f"{name}: {len(text.splitlines())} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES and f"{name}:{node.name}" not in LONGER_FUNCTIONS:
                    long.append(f"{name}:{node.name}: {lines} lines")
    assert long == []


def broad_handlers(path: Path) -> int:
    count = 0
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "BaseException"
            count += bool(re.search(r"\b(Base)?Exception\b", caught))
    return count


def test_one_broad_except_in_the_whole_program() -> None:
    assert {name: n for name, path in product() if (n := broad_handlers(path))} == {"app/jobs.py": 1}


def test_the_map_names_every_module() -> None:
    words = set(re.findall(r"\w+", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")))
    assert [name for name, path in product() if path.stem not in words and path.stem != "__init__"] == []


def test_no_module_keeps_state() -> None:
    """No `global`: what changes lives in an object that somebody was handed."""
    for name, path in product():
        assert not any(isinstance(n, ast.Global) for n in ast.walk(ast.parse(path.read_text(encoding="utf-8")))), name


def tracked_text() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file():
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_file_names_a_package_registry_or_a_home_folder() -> None:
    home = re.compile(r"/" + r"(root|home/\w+|work)/")
    wrong = [
        f"{name}: {match.group()}"
        for name, text in tracked_text()
        for match in (REGISTRIES.search(text) if name != "tests/test_architecture.py" else None, home.search(text))
        if match
    ]
    assert wrong == []


BLOCKED_QT = """
import sys
sys.modules.update(dict.fromkeys(('PySide6', 'shiboken6')))  # None there: importing it is an ImportError
from app.cli import main
sys.exit(main(sys.argv[1:]))
"""


def without_qt(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BLOCKED_QT, *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)


WINDOWLESS = ("transcribe", "note", "process", "demo", "models", "words", "voice", "bench", "doctor", "eval")


@pytest.mark.parametrize("command", WINDOWLESS)
def test_help_of_every_command_without_a_window_runs_without_qt(command: str, tmp_path: Path) -> None:
    done = without_qt(command, "--help", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert command in done.stdout


@pytest.mark.slow
def test_commands_without_a_window_work_without_qt(tmp_path: Path) -> None:
    transcript = tmp_path / "praatje.json"
    transcript.write_text('{"turns": [{"speaker": "patient", "text": "Ik hoest al drie dagen."}]}', encoding="utf-8")
    for arguments in (("note", str(transcript)), ("models", "list"), ("doctor",)):
        done = without_qt(*arguments, cwd=tmp_path)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
