"""What the measuring is done on: versions, processor, memory, graphics card, power. Only reads; nothing raises."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Self

import psutil

LIBRARIES = ("soepel", "faster-whisper", "ctranslate2", "onnxruntime", "av", "numpy")
TELLING_ISA = ("sse4_1", "avx", "avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "asimd", "asimddp", "i8mm")
_WH = 3600.0


def versions() -> dict[str, str]:
    """Python and the libraries that decide speed; "onbekend" for one that is not installed."""
    return {"python": platform.python_version(), **{name: version_of(name) for name in LIBRARIES}}


def version_of(name: str) -> str:
    """The installed version of a package."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "onbekend"


def machine() -> dict[str, Any]:
    """Everything about this computer that a reader needs to judge the figures."""
    memory = psutil.virtual_memory()
    return {
        "cpu": {
            "model": cpu_model(),
            "physical": physical_cores(),
            "logical": psutil.cpu_count() or 1,
            "usable": usable_cores(),
            "isa": list(isa()),
        },
        "memory_mb": {"total": memory.total // 1_000_000, "free": memory.available // 1_000_000},
        "gpu": [list(card) for card in gpus()],
        "power": power(),
        "os": f"{platform.system()} {platform.release()} {platform.machine()}",
        "load_1min": load_now(),
    }


def cpu_model() -> str:
    """The processor's name, as the system tells it."""
    if (info := _cpuinfo("model name")) is not None:
        return info
    if sys.platform == "darwin" and (name := _ask("sysctl", "-n", "machdep.cpu.brand_string")):
        return name
    return _windows_name() or platform.processor() or platform.machine()


def physical_cores() -> int:
    """Cores, without the second thread of each."""
    return psutil.cpu_count(logical=False) or psutil.cpu_count() or 1


def usable_cores() -> int:
    """Logical cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else psutil.cpu_count() or 1


def isa() -> tuple[str, ...]:
    """The instruction sets that matter for speed; empty where the system does not tell."""
    flags = set((_cpuinfo("flags") or _cpuinfo("Features") or "").split())
    return tuple(name for name in TELLING_ISA if name in flags)


def gpus() -> tuple[tuple[str, str, str], ...]:
    """Per NVIDIA card its name, driver and memory ("16376 MiB"); empty without one, or without its driver."""
    said = _ask("nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader")
    rows = [[cell.strip() for cell in line.split(",")] for line in said.splitlines()]
    return tuple((row[0], row[1], row[2]) for row in rows if len(row) == 3)


class VideoMemory:
    """Memory of the first card, asked twice a second by a process of its own, until `most_mb` or the end."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        if (tool := shutil.which("nvidia-smi")) is not None:
            words = [tool, "--id=0", "--query-gpu=memory.used", "--format=csv,noheader,nounits", "--loop-ms=500"]
            with contextlib.suppress(OSError):
                self._process = subprocess.Popen(
                    words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True
                )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.most_mb()

    def most_mb(self) -> float | None:
        """The most that was in use, less what was in use at first, MiB; None without a card. It asks no longer."""
        if self._process is None:
            return None
        self._process.terminate()
        said, _ = self._process.communicate()
        self._process = None
        used = [float(line) for line in said.splitlines() if line.strip().isdigit()]
        return max(used) - used[0] if used else None


def power() -> dict[str, Any]:
    """Mains or battery. A computer without a battery is on the mains."""
    battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    if battery is None:
        return {"source": "netstroom", "battery_percent": None}
    source = "netstroom" if battery.power_plugged else "accu"
    return {"source": source, "battery_percent": round(battery.percent)}


def load_now() -> float | None:
    """How busy the machine was in the last minute (processes that want to run); None where that is not kept."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def rss_mb() -> float:
    """Memory of this process now, MB."""
    return float(psutil.Process().memory_info().rss) / 1e6


def rss_peak_mb() -> float:
    """The most memory that this process ever had, MB."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset) / 1e6
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def cpu_seconds() -> float:
    """Processor time of this process so far, all threads."""
    times = psutil.Process().cpu_times()
    return float(times.user + times.system)


class Energy:
    """Energy used since it was made, where the processor (RAPL) or a battery that empties tells."""

    def __init__(self, root: Path = Path("/sys/class")) -> None:
        self._root = root
        self.source: str | None = None
        self._start_wh = self._read()

    def used_wh(self) -> float | None:
        """Watt-hours; None when nothing tells, or a counter began anew."""
        now = self._read()
        if now is None or self._start_wh is None:
            return None
        used = now - self._start_wh
        return used if used > 0 else None

    def _read(self) -> float | None:
        packages = self._numbers("powercap/intel-rapl:?/energy_uj")
        if packages:
            self.source = "RAPL"
            return sum(packages) / 1e6 / _WH
        batteries = self._numbers("power_supply/BAT*/energy_now")
        if batteries and power()["source"] == "accu":
            self.source = "accu"
            return -sum(batteries) / 1e6
        return None

    def _numbers(self, pattern: str) -> list[float]:
        found = []
        for path in sorted(self._root.glob(pattern)):
            with contextlib.suppress(OSError, ValueError):
                found.append(float(path.read_text()))
        return found


def _cpuinfo(field: str) -> str | None:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == field:
                return value.strip()
    return None


def _windows_name() -> str | None:
    if sys.platform != "win32":
        return None
    import winreg

    with (
        contextlib.suppress(OSError),
        winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"HARDWARE\DESCRIPTION\System\CentralProcessor\0") as key,
    ):
        return str(winreg.QueryValueEx(key, "ProcessorNameString")[0]).strip()
    return None


def _ask(tool: str, *arguments: str) -> str:
    """What a system tool says; empty when it is not there or fails."""
    if (path := shutil.which(tool)) is None:
        return ""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        return subprocess.run([path, *arguments], capture_output=True, text=True, timeout=10, check=True).stdout.strip()
    return ""
