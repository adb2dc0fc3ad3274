"""The folder where models are kept: one writer at a time, and a model is there whole or not at all.

A model is built in `.incoming-NAME` beside its place, flushed to disk, and put there with one rename. What an
interrupted installation left is swept before the next.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from models.errors import StoreBusy, StoreFull, StoreUnwritable

INCOMING = ".incoming-"
OUTGOING = ".outgoing-"
SPARE_BYTES = 50_000_000


@contextmanager
def writing(folder: Path, *, patience_s: float) -> Iterator[None]:
    """Hold the folder for this process, and turn what the disk refuses into our own errors.

    Raises StoreBusy after `patience_s` seconds of waiting, StoreFull, StoreUnwritable.
    """
    with _disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        try:
            lock.acquire(timeout=patience_s)
        except Timeout as error:
            raise StoreBusy(folder) from error
        try:
            sweep(folder)
            yield
        finally:
            lock.release()


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull(folder, 0, free_bytes(folder)) from error
        raise StoreUnwritable(folder) from error


def free_bytes(folder: Path) -> int:
    """Room on the disk that holds the folder, which need not exist yet."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    return shutil.disk_usage(there).free


def check_room(folder: Path, needed: int) -> None:
    """Raises StoreFull unless `needed` bytes and some spare room fit."""
    free = free_bytes(folder)
    if free < needed + SPARE_BYTES:
        raise StoreFull(folder, needed + SPARE_BYTES, free)


def sweep(folder: Path) -> None:
    """Remove what an interrupted installation left; put a model back that had been set aside for its successor."""
    for aside in folder.glob(f"{OUTGOING}*"):
        place = folder / aside.name.removeprefix(OUTGOING)
        if place.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(place)
    for unfinished in folder.glob(f"{INCOMING}*"):
        shutil.rmtree(unfinished, ignore_errors=True)


@contextmanager
def incoming(folder: Path, name: str) -> Iterator[Path]:
    """A fresh folder to build the model in; on leaving without an error it takes the model's place, else it goes."""
    building = folder / f"{INCOMING}{name}"
    building.mkdir()
    try:
        yield building
        _replace(building, folder / name, folder / f"{OUTGOING}{name}")
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _replace(building: Path, place: Path, aside: Path) -> None:
    if place.exists():
        place.rename(aside)
    building.rename(place)
    shutil.rmtree(aside, ignore_errors=True)
    flush_folder(place.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut, where the system can (Windows cannot)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
