"""What this computer says about itself; nothing raises, whatever is missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from app import bench_machine as here


def test_this_machine() -> None:
    found = here.machine()
    assert json.loads(json.dumps(found)) == found
    assert found["cpu"]["model"] and 1 <= found["cpu"]["usable"] <= found["cpu"]["logical"]
    assert found["memory_mb"]["total"] > 100 and found["power"]["source"] in ("netstroom", "accu")
    assert here.versions()["python"].startswith("3.") and here.version_of("geen-pakket") == "onbekend"
    assert here.rss_peak_mb() >= 0.9 * here.rss_mb() > 1 and here.cpu_seconds() > 0


def test_the_graphics_card_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "NVIDIA T1000, 550.54, 4096 MiB\n"
    monkeypatch.setattr(shutil, "which", lambda tool: f"/bin/{tool}")
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 0, said))
    assert here.gpus() == (("NVIDIA T1000", "550.54", "4096 MiB"),)


def test_a_driver_that_hangs_or_fails_is_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("nvidia-smi", 10)

    monkeypatch.setattr(shutil, "which", lambda tool: f"/bin/{tool}")
    monkeypatch.setattr(subprocess, "run", hangs)
    assert here.gpus() == ()


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for nvidia-smi is a shell script")
def test_the_most_video_memory_is_what_came_on_top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "nvidia-smi"
    tool.write_text("#!/bin/sh\nprintf '300\\n1100\\n[N/A]\\n700\\n'\ntouch \"$0.said\"\nexec sleep 60\n")
    tool.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(tool))
    with here.VideoMemory() as video:
        while not (tmp_path / "nvidia-smi.said").exists():
            time.sleep(0.01)
        assert video.most_mb() == 800.0
        assert video.most_mb() is None


def test_no_card_has_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with here.VideoMemory() as video:
        assert video.most_mb() is None


def test_battery(monkeypatch: pytest.MonkeyPatch) -> None:
    class Battery:
        power_plugged, percent = False, 41.7

    monkeypatch.setattr(psutil, "sensors_battery", Battery, raising=False)
    assert here.power() == {"source": "accu", "battery_percent": 42}


def test_energy_where_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert here.Energy(tmp_path).used_wh() is None
    counter = tmp_path / "powercap" / "intel-rapl:0" / "energy_uj"
    counter.parent.mkdir(parents=True)
    counter.write_text("1000000\n")
    meter = here.Energy(tmp_path)
    counter.write_text("3601000000\n")
    assert meter.used_wh() == pytest.approx(1.0) and meter.source == "RAPL"
    counter.write_text("5\n")
    assert meter.used_wh() is None  # the counter began anew
    counter.write_text("nonsense")
    assert here.Energy(tmp_path).used_wh() is None
