"""The only module that may use the network, and only after the user said yes: the model hub.

`Hub` is the seam; `HuggingFace` is the real one, `models.fake.FakeHub` the shipped fake. The rest of the program keeps
HF_HUB_OFFLINE set (app/offline.py); `_online` lifts it around each call here and puts it back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol


class HubError(Exception):
    """The hub did not answer, or not with what was asked; models.store makes HubUnreachable of it."""


@dataclass(frozen=True, slots=True)
class HubFile:
    """What the hub states of one file. `sha256` is None for small files, for which it states only a git hash."""

    name: str
    size: int
    sha256: str | None
    git_sha1: str | None = None


@dataclass(frozen=True, slots=True)
class HubListing:
    """The files of one revision (a commit) of a repository."""

    revision: str
    files: tuple[HubFile, ...]


class Hub(Protocol):
    """Where models can be fetched. Both methods raise HubError."""

    def listing(self, repository: str) -> HubListing:
        """The newest revision and its files."""

    def fetch(self, repository: str, revision: str, name: str, folder: Path, wrote: Callable[[int], None]) -> None:
        """Put one file into the folder under its own name; `wrote` gets the bytes of each block that arrived."""


@contextmanager
def _online() -> Iterator[None]:
    from huggingface_hub import constants

    before = constants.HF_HUB_OFFLINE
    constants.HF_HUB_OFFLINE = False
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before


@dataclass(frozen=True, slots=True)
class HuggingFace:
    """The Hugging Face hub, through its own client. `endpoint` None is the public hub."""

    endpoint: str | None = None

    def listing(self, repository: str) -> HubListing:
        """See Hub."""
        from huggingface_hub import HfApi

        with _online(), _own_errors():
            info = HfApi(endpoint=self.endpoint).model_info(repository, files_metadata=True, token=False)
        files = tuple(
            HubFile(s.rfilename, s.size or 0, s.lfs.sha256 if s.lfs else None, s.blob_id) for s in info.siblings or ()
        )  # fmt: skip
        return HubListing(info.sha or "main", files)

    def fetch(self, repository: str, revision: str, name: str, folder: Path, wrote: Callable[[int], None]) -> None:
        """See Hub."""
        from huggingface_hub import hf_hub_download

        with _online(), _own_errors(), TemporaryDirectory(dir=folder) as scratch:
            arrived = hf_hub_download(
                repository, name, revision=revision, local_dir=scratch, endpoint=self.endpoint, token=False,
                tqdm_class=_reporting_bar(wrote),
            )  # fmt: skip
            os.replace(arrived, folder / name)


@contextmanager
def _own_errors() -> Iterator[None]:
    """The disk's errors pass through: the store has its own for those."""
    from httpx2 import HTTPError
    from huggingface_hub.errors import EntryNotFoundError

    try:
        yield
    except (HTTPError, EntryNotFoundError, ConnectionError, TimeoutError) as error:
        raise HubError(str(error)) from error


def _reporting_bar(wrote: Callable[[int], None]) -> Any:
    """A progress bar class that draws nothing and hands each step on."""
    from huggingface_hub.utils.tqdm import tqdm

    class Reporting(tqdm):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs["disable"] = True
            super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]

        def update(self, n: float | None = 1) -> bool | None:
            wrote(int(n or 0))
            return None

    return Reporting
