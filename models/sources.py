"""Where a model's bytes come from: wheels, a folder, the hub. Each fills a fresh folder and checks what it wrote."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from models.content import Progress, copy_file, git_sha1, language_count, missing_file, plain_files
from models.errors import (
    FileChanged,
    FileMissing,
    FileUnreadable,
    FileWrongSize,
    FolderNotRecognised,
    HubUnreachable,
    ModelMissing,
    NotAFolder,
)  # fmt: skip
from models.hub import Hub, HubError, HubFile
from models.manifest import READ_BY_THE_ENGINE, RECEIPT, WEIGHTS, File, Manifest, Model, Receipt

ABOUT = 0.03
"""An unpinned model's weights may differ this fraction from the manifest's approximate size."""
SMALL_FILE_BYTES = 20_000_000
"""No file beside the weights is near this."""


@dataclass(frozen=True, slots=True)
class Found:
    """A model recognised in a folder. `expected`: the bytes it must have, where the manifest or a receipt says so."""

    model: Model
    folder: Path
    sizes: dict[str, int]
    expected: tuple[File, ...]

    @property
    def size_bytes(self) -> int:
        """What will be copied."""
        return sum(self.sizes.values())


class _Meter:
    """Adds up the blocks for a Progress."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._done = 0
        self._total = total
        self._progress = progress

    def wrote(self, size: int) -> None:
        self._done += size
        self._progress(min(self._done, self._total), self._total)


def from_wheels(model: Model, building: Path, progress: Progress) -> None:
    """Join the parts in the installed packages. Raises ModelMissing when a package is absent, ModelDamaged, OSError."""
    meter = _Meter(model.size_bytes, progress)
    for file in model.files:
        parts = [_packaged(part, model.name) for part in file.parts]
        _copy_checked(model.name, file, parts, building, meter)
    Receipt(model.name, model.source, model.files).write(building)


def _packaged(part: str, name: str) -> Path:
    package, _, inside = part.partition("/")
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing(name)
    path = Path(spec.submodule_search_locations[0]) / inside
    if not path.is_file():
        raise FileMissing(name, part)
    return path


def _copy_checked(name: str, file: File, sources: list[Path], building: Path, meter: _Meter) -> None:
    size, sha256 = copy_file(sources, building / file.name, at_most=file.size, wrote=meter.wrote)
    if size != file.size:
        raise FileWrongSize(name, file.name, file.size, size)
    if sha256 != file.sha256:
        raise FileChanged(name, file.name)


def recognise(folder: Path, manifest: Manifest) -> Found:
    """Which model a folder holds, itself or in its only subfolder with weights.

    Raises NotAFolder, FolderNotRecognised, FolderHoldsLinks, FileMissing, FileWrongSize, FileUnreadable.
    """
    if not folder.is_dir():
        raise NotAFolder(folder)
    try:
        place = folder if (folder / WEIGHTS).exists() else _only_subfolder(folder)
        sizes = plain_files(place)
    except OSError as error:
        raise NotAFolder(folder) from error
    model = _which(place, sizes, manifest)
    if missing := missing_file(sizes):
        raise FileMissing(model.name, missing)
    expected = model.files or (Receipt.read(place, model.name).files if (place / RECEIPT).is_file() else ())
    for file in expected:
        if sizes.get(file.name, -1) != file.size:
            raise FileWrongSize(model.name, file.name, file.size, sizes.get(file.name, 0))
    return Found(model, place, sizes, expected)


def _only_subfolder(folder: Path) -> Path:
    inside = [p for p in sorted(folder.iterdir()) if (p / WEIGHTS).exists() and not p.name.startswith(".")]
    if len(inside) != 1:
        raise FolderNotRecognised(folder)
    return inside[0]


def _which(folder: Path, sizes: dict[str, int], manifest: Manifest) -> Model:
    """By the name in a receipt or the folder's name if the manifest has it, else by the weights' size and languages."""
    named = {m.name: m for m in manifest.models}
    if (folder / RECEIPT).is_file():
        model = named.get(Receipt.read(folder, folder.name).name)
        if model:
            return model
    for model in manifest.models:
        if folder.name in (model.name, (model.hub or "").rpartition("/")[2], f"faster-whisper-{model.name}"):
            _check_about(model, sizes)
            return model
    languages = language_count(folder)
    for model in manifest.models:
        if languages == model.languages and _about(model, sizes.get(WEIGHTS, 0)):
            return model
    raise FolderNotRecognised(folder)


def _about(model: Model, size: int) -> bool:
    pinned = [f.size for f in model.files if f.name == WEIGHTS]
    return size in pinned if pinned else abs(size - model.about_bytes) <= ABOUT * model.about_bytes


def _check_about(model: Model, sizes: dict[str, int]) -> None:
    weights = sizes.get(WEIGHTS, 0)
    expected = next((f.size for f in model.files if f.name == WEIGHTS), model.about_bytes)
    if not _about(model, weights):
        raise FileWrongSize(model.name, WEIGHTS, expected, weights)


def from_folder(found: Found, building: Path, progress: Progress) -> None:
    """Copy a recognised model and check it. Raises ModelDamaged, OSError of the target (the disk)."""
    meter = _Meter(found.size_bytes, progress)
    expected = {f.name: f for f in found.expected}
    names = sorted(expected) if expected else sorted(found.sizes)
    copied = []
    for name in names:
        limit = expected[name].size if name in expected else found.sizes[name]
        size, sha256 = _copy_read(found, name, building, limit, meter)
        file = expected.get(name, File(name, found.sizes[name], sha256))
        if size != file.size:
            raise FileWrongSize(found.model.name, name, file.size, size)
        if sha256 != file.sha256:
            raise FileChanged(found.model.name, name)
        copied.append(File(name, size, sha256))
    _check_languages(found.model, building)
    Receipt(found.model.name, "folder", tuple(copied)).write(building)


def _copy_read(found: Found, name: str, building: Path, limit: int, meter: _Meter) -> tuple[int, str]:
    source = found.folder / name
    try:
        source.open("rb").close()
    except OSError as error:
        raise FileUnreadable(found.model.name, name) from error
    return copy_file([source], building / name, at_most=limit, wrote=meter.wrote)


def _check_languages(model: Model, folder: Path) -> None:
    if language_count(folder) != model.languages:
        raise FileUnreadable(model.name, "config.json")


def from_hub(model: Model, hub: Hub, building: Path, progress: Progress) -> None:
    """Fetch a model and check it against what the hub states. Raises HubUnreachable, ModelDamaged, OSError."""
    repository = model.hub or ""
    try:
        listing = hub.listing(repository)
        wanted = [f for f in listing.files if f.name in READ_BY_THE_ENGINE]
        _check_offer(model, wanted)
        meter = _Meter(sum(f.size for f in wanted), progress)
        kept = []
        for file in wanted:
            hub.fetch(repository, listing.revision, file.name, building, meter.wrote)
            kept.append(_check_stated(model, file, building / file.name))
    except HubError as error:
        raise HubUnreachable(model.name) from error
    _check_languages(model, building)
    Receipt(model.name, f"{repository}@{listing.revision}", tuple(kept)).write(building)


def _check_offer(model: Model, wanted: list[HubFile]) -> None:
    if missing := missing_file(f.name for f in wanted):
        raise FileMissing(model.name, missing)
    for file in wanted:
        if file.name != WEIGHTS and file.size > SMALL_FILE_BYTES:
            raise FileWrongSize(model.name, file.name, SMALL_FILE_BYTES, file.size)
    _check_about(model, {f.name: f.size for f in wanted})


def _check_stated(model: Model, stated: HubFile, path: Path) -> File:
    size = path.stat().st_size
    if size != stated.size:
        raise FileWrongSize(model.name, stated.name, stated.size, size)
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    if stated.sha256 not in (None, sha256):
        raise FileChanged(model.name, stated.name)
    if stated.sha256 is None and stated.git_sha1 not in (None, git_sha1(path.read_bytes())):
        raise FileChanged(model.name, stated.name)
    return File(stated.name, size, sha256)
