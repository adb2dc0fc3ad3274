"""Keeps the program off the network: called before anything heavy is imported, as libraries read these at import.

onnxruntime's wheels from 1.29 carry a native uploader that only the environment variable stops (measured; the version
is pinned below that too). The hub library is told to stay offline; `models/hub.py` alone lifts that, after a clear yes.
"""

from __future__ import annotations

import os

OFFLINE_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "ORT_DISABLE_TELEMETRY": "1",
}


def stay_offline() -> None:
    """Set the variables that keep libraries off the network, in this process and in the children that it starts."""
    os.environ.update(OFFLINE_ENVIRONMENT)
