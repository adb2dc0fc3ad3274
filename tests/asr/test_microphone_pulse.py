"""The microphone against a real sound server: PulseAudio with a null sink, in a child process with its own home."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

RECORD = """
import sys, threading, numpy as np
from asr.errors import MicrophoneError
from asr.microphone import Microphone
from asr.pulse import SourceWatch
stop_s = float(sys.argv[1])
blocks = []
with Microphone(route=SourceWatch(every_s=0.2)) as microphone:
    threading.Timer(stop_s, microphone.stop).start()
    try:
        for block in microphone:
            if not blocks:
                print("begonnen", flush=True)
            blocks.append(block)
    except MicrophoneError as error:
        print(type(error).__name__, flush=True)
sound = np.concatenate(blocks)
loud = np.flatnonzero(np.abs(sound) > 0.1)
middle = sound[loud[0] + 4000 : loud[0] + 20000] if len(loud) > 24000 else sound[:16000]
spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
tone_s = (loud[-1] - loud[0]) / 16000 if len(loud) else 0.0
print(len(sound) / 16000, spectrum.argmax(), tone_s, microphone.moved_to, flush=True)
import os
os._exit(0)  # the timer thread, or a dead sound server, must not hold the test
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[dict[str, str], subprocess.Popen[bytes]]]:
    """The environment of a sound server of its own, and its process; "mic" is the sink that is heard."""
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    (tmp_path / ".asoundrc").write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
    env = {**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(run), "PULSE_SERVER": f"unix:{run}/native"}
    modules = (
        f"module-native-protocol-unix socket={run}/native auth-anonymous=1",
        "module-null-sink sink_name=mic rate=48000",
        "module-remap-source master=mic.monitor source_name=oor",
    )
    words = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=true"]
    process = subprocess.Popen(
        [*words, *(w for m in modules for w in ("-L", m))],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(100):
        if subprocess.run(["pactl", "set-default-source", "oor"], env=env, capture_output=True).returncode == 0:
            break
        time.sleep(0.1)
    yield env, process
    process.kill()
    process.wait()


def recorder(env: dict[str, str], stop_s: float) -> subprocess.Popen[str]:
    """Records in a child; returns once the first block has come."""
    root = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", RECORD, str(stop_s)], env={**env, "PYTHONPATH": str(root)}, cwd=root,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "begonnen"
    return child


def rest_of(child: subprocess.Popen[str]) -> list[str]:
    out, _ = child.communicate(timeout=60)
    return out.split()


def test_a_tone_that_is_played_is_recorded_at_its_pitch_and_whole(server, tmp_path):
    env, _ = server
    tone = tmp_path / "toon.wav"
    subprocess.run(["sox", "-n", "-r", "48000", str(tone), "synth", "2", "sine", "1000", "vol", "0.5"], check=True)
    child = recorder(env, 10.0)
    subprocess.run(["paplay", "-d", "mic", str(tone)], env=env, check=True)
    *figures, moved_to = rest_of(child)
    seconds, pitch_hz, tone_s = map(float, figures)
    assert moved_to == "None"
    assert pitch_hz == pytest.approx(1000, abs=1)
    assert tone_s == pytest.approx(2.0, abs=0.1)
    assert seconds > tone_s


def test_a_suspended_source_is_noticed(server):
    env, _ = server
    child = recorder(env, 20.0)
    subprocess.run(["pactl", "suspend-source", "oor", "1"], env=env, check=True)
    assert rest_of(child)[0] == "MicrophoneVanished"


def test_a_source_that_the_server_swaps_is_noticed(server):
    env, _ = server
    child = recorder(env, 8.0)
    listed = ["pactl", "list", "short", "source-outputs"]
    rows = subprocess.run(listed, env=env, check=True, capture_output=True, text=True).stdout.splitlines()
    [stream] = [row.split("\t")[0] for row in rows if "protocol-native" in row]
    time.sleep(2.0)  # until the first look at the source
    subprocess.run(["pactl", "move-source-output", stream, "mic.monitor"], env=env, check=True)
    assert rest_of(child)[-1] == "mic.monitor"


def test_a_sound_server_that_dies_is_noticed(server):
    env, process = server
    child = recorder(env, 20.0)
    process.kill()
    assert rest_of(child)[0] == "MicrophoneVanished"
