"""A hub for tests: it serves from a folder, and can fail or deliver other bytes on request."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from models.content import git_sha1
from models.hub import HubError, HubFile, HubListing


@dataclass(slots=True)
class FakeHub:
    """Serves each repository from `folder`/its last name. `spoiled`: file name -> the bytes it sends instead."""

    folder: Path
    reachable: bool = True
    spoiled: dict[str, bytes] = field(default_factory=dict)

    def listing(self, repository: str) -> HubListing:
        """See models.hub.Hub; like the real one it states a sha256 for large files only."""
        place = self._place(repository)
        files = []
        for path in sorted(place.iterdir()):
            content = path.read_bytes()
            stated = hashlib.sha256(content).hexdigest() if path.suffix == ".bin" else None
            files.append(HubFile(path.name, len(content), stated, git_sha1(content)))
        return HubListing("0" * 40, tuple(files))

    def fetch(self, repository: str, revision: str, name: str, folder: Path, wrote: Callable[[int], None]) -> None:
        """See models.hub.Hub."""
        content = self.spoiled.get(name, (self._place(repository) / name).read_bytes())
        (folder / name).write_bytes(content)
        wrote(len(content))

    def _place(self, repository: str) -> Path:
        place = self.folder / repository.rpartition("/")[2]
        if not self.reachable or not place.is_dir():
            raise HubError(f"no answer for {repository}")
        return place
