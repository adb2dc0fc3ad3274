# Everything happens in .venv; a stamp there makes the second time quick. `make` installs and lists the targets.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install demo run test lint sample train bench clean

# The first Python that is 3.11, 3.12 or 3.13; name another with `make PYTHON=/path/to/python`.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo "$$p" && break; \
	done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

help: install ## install Soepel in .venv and list these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

install: .venv/.installed

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Soepel needs Python 3.11, 3.12 or 3.13." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || packaging/system-packages.sh venv
	$(PYTHON) -m venv .venv

.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	$(PIP) install --only-binary :all: --require-hashes --requirement requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.developing: requirements-dev.lock .venv/.installed
	$(PIP) install --only-binary :all: --require-hashes --requirement requirements-dev.lock
	@touch $@

.venv/.training: requirements-train.lock .venv/.developing
	$(PIP) install --only-binary :all: --require-hashes --requirement requirements-train.lock
	@touch $@

demo: install ## write the SOEP note of the shipped sample consult, with transcript and timings
	@$(BIN)/soepel demo

run: install ## open the window
	@packaging/system-packages.sh run
	@$(BIN)/soepel

test: lint ## check style, types and behaviour; everything that CI checks
	@packaging/system-packages.sh test
	$(BIN)/python -m pytest $(ARGS)

lint: .venv/.developing ## check style and types only
	$(BIN)/ruff check --no-cache .
	$(BIN)/mypy

sample: .venv/.developing ## make the sample consult and the benchmark sound again from their scripts
	@packaging/system-packages.sh sample
	$(BIN)/python tests/data/make_sounds.py

train: .venv/.training ## train the classifier again from its consults (installs torch, 3 GB)
	$(BIN)/python -m soep.training.train

bench: install ## measure how fast this computer transcribes
	@$(BIN)/soepel bench

clean: ## remove .venv and what was built
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
