#!/usr/bin/env bash
# Rewrites requirements.lock (to run Soepel), requirements-dev.lock (to work on it) and requirements-train.lock (to train
# its classifier) from pyproject.toml: exact versions with hashes, for every supported platform and Python, without index
# addresses. Needs uv on the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --extra build "$@" pyproject.toml
}
compile --output-file requirements.lock
compile --extra dev --constraint requirements.lock --output-file requirements-dev.lock
compile --extra dev --extra train --constraint requirements-dev.lock --output-file requirements-train.lock
