# `make` shows the targets. Nothing has to be there but make and Python 3.11 or newer.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
INSTALL ?= -e .

BIN := $(VENV)/bin
# Node.js comes as a wheel; npm starts it by name.
NPM = PATH="$(abspath $(BIN)):$$PATH" npm
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: help up install test code browser journey lint types page picture format image clean

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

up: install ## Start Coachable on this machine and print its link; Ctrl-C stops it
	@$(BIN)/coachable up

install: $(VENV)/.installed ## Make .venv with the pinned versions

test: $(VENV)/.page-tools ## Run the tests of the code, then those in the browser
	$(MAKE) code
	$(MAKE) browser

code: $(VENV)/.installed-dev ## Run the tests that need no browser
	$(BIN)/python -m pytest -q -m "not journey and not browser" -n 2 --dist loadfile

browser: $(VENV)/.page-tools ## Run the tests of the page; their driver shares no process with asyncio tests
	$(BIN)/python -m pytest -q -m browser

journey: $(VENV)/.installed-dev ## Run the whole journey on the real base model (one to three minutes)
	$(BIN)/python -m pytest -m journey

lint: $(VENV)/.installed-dev ## Check the style
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.installed-dev ## Check the types
	$(BIN)/mypy app

page: $(VENV)/.page-tools ## Check types, style and logic of the page
	cd app/web && $(NPM) run check

picture: $(VENV)/.page-tools ## Take the picture in README anew
	$(BIN)/python -m pytest tests/web/test_journey.py -k proves_it
	cp test-results/coach.png app/web/coach.png

format: $(VENV)/.installed-dev ## Rewrite the sources in the agreed style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

image: ## Build the container image
	docker build --tag coachable .

clean: ## Remove .venv and what tools left (never the data)
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis build dist

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Coachable needs Python 3.11 or newer: install it, or run make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# torch first: by far the largest, it stays when only the rest changes.
$(VENV)/.torch: constraints.txt | $(VENV)/bin/python
	$(PIP) install -c constraints.txt torch
	@touch $@

$(VENV)/.installed: pyproject.toml constraints.txt $(VENV)/.torch | $(VENV)/bin/python
	$(PIP) install -q -c constraints.txt $(INSTALL)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) install -q -c constraints.txt -e '.[dev]'
	@touch $@

$(VENV)/.page-tools: app/web/package-lock.json $(VENV)/.installed-dev
	cd app/web && $(NPM) ci --no-audit --no-fund
	@touch $@
