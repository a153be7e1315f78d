# What a user needs: make demo, make test. Everything is installed into .venv from requirements.lock (pinned, with hashes).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help setup demo test lint score bench docs browser clean
.DEFAULT_GOAL := help

help:  ## list what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: $(READY)  ## install everything into .venv

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Rapprochement needs Python 3.11 or newer; call make PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "No venv module: on Debian, apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup  ## build the dossier of the sample corpus and say what to open
	@$(BIN)/rapprochement build sample/articles -o demo || [ $$? -eq 1 ]
	@echo; echo "Open demo/index.html in a browser (no network needed)."

browser:  ## install Chromium for the tests of the page
	@sh scripts/install-chromium

test: setup browser  ## run every test
	$(BIN)/python -m pytest -q $(PYTEST_ARGS)

lint: setup  ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

score: setup  ## score dates and events on the development gold; fails below quality/floors.toml
	$(BIN)/python -m quality.score

bench: setup  ## time a build against spaCy's pipeline alone, and the other benchmarks
	$(BIN)/python -m benchmarks.build
	$(BIN)/python benchmarks/times.py
	$(BIN)/python benchmarks/measures.py
	$(BIN)/python benchmarks/reconcile.py

docs: setup  ## write the generated pages of docs/
	$(BIN)/python scripts/generate_docs.py

clean:  ## remove what make made
	rm -rf $(VENV) demo build .pytest_cache .mypy_cache .ruff_cache .hypothesis
