"""Which microphone: a list, and a button that looks again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from app.views.parts import button, label
from asr.microphone import Device

DEFAULT = "Standaardmicrofoon"


class DevicePicker(QWidget):
    """Reports `chosen(device)`, None for the system's default, and `refresh_wanted`."""

    chosen = Signal(object)
    refresh_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._devices: tuple[Device | None, ...] = (None,)
        self._combo = QComboBox()
        self._combo.setAccessibleName("Microfoon kiezen")
        self._combo.addItem(DEFAULT)
        self._combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._combo.setMinimumContentsLength(12)
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._combo.activated.connect(self._report)
        refresh = button("Vernieuwen", name="small", tip="Zoek opnieuw naar microfoons")
        refresh.clicked.connect(self.refresh_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label("Microfoon", "soft"))
        row.addWidget(self._combo, 1)
        row.addWidget(refresh)

    @property
    def device(self) -> Device | None:
        """The microphone to record with."""
        return self._devices[max(0, self._combo.currentIndex())]

    @property
    def chosen_name(self) -> str:
        """What the list calls it."""
        return self._combo.currentText()

    def show_devices(self, devices: Sequence[Device], wanted: str | None = None) -> None:
        """List these; keep the choice by name, else take `wanted`, else the default."""
        before = self.device.name if self.device else wanted
        self._devices = (None, *devices)
        self._combo.clear()
        default = next((d.name for d in devices if d.is_default and d.name != "default"), None)
        self._combo.addItem(f"{DEFAULT} ({default})" if default else DEFAULT)
        self._combo.addItems([d.name for d in devices])
        names = [d.name if d else None for d in self._devices]
        self._combo.setCurrentIndex(names.index(before) if before in names else 0)
        self._combo.setToolTip(self._combo.currentText())

    def _report(self) -> None:
        self._combo.setToolTip(self._combo.currentText())
        self.chosen.emit(self.device)
