# Needs Python 3.11 or newer, make and a package registry; everything else is made here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_DIR ?= demo-home

.PHONY: help install demo test check bench services lock clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.installed ## .venv with the program and its tools

$(VENV)/.installed: requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed (PYTHON=…)" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: install ## collects a fictional press, then opens the dashboard
	$(BIN)/diembao demo --home $(HOME_DIR)

test: install ## the whole suite; what is absent is skipped by name
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

check: install ## style, types, catalogue of messages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python scripts/messages.py --check

bench: install ## speed and size, as a report
	$(BIN)/python -m benchmarks

services: ## Debian: what the full suite can use (Chromium, Elasticsearch, PostgreSQL, LibreOffice)
	scripts/services.sh

lock: ## exact versions from the ranges in pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev --extra team --upgrade pyproject.toml -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra team -c requirements-dev.lock pyproject.toml -o requirements.lock

clean: ## removes the environment and the demo home
	rm -rf $(VENV) $(HOME_DIR)
