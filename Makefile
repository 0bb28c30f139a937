# Every verb of the house. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run env test test-long check fix bench bench-check bench-search demo scores lock openapi clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

run: $(VENV)/.running ## make the environment, start Postroom, print the addresses and a first walk
	@$(BIN)/postroom serve $(ARGS)

demo: $(VENV)/.running ## the main job once, visibly: an inbox, a mail over SMTP, the code, an answer
	@$(BIN)/postroom demo

env: $(VENV)/.testing ## the environment only: .venv with the `postroom` command and all the tests need

test: $(VENV)/.testing ## everything in under ten minutes; says what it skipped and why
	@$(BIN)/python -m pytest -m "not long" $(ARGS)

test-long: $(VENV)/.testing ## also 20 kills, the whole corpus with and without TLS, PostgreSQL 15, long fuzz
	@$(BIN)/python -m pytest $(ARGS)
	@tests/on_distribution_postgres $(BIN)/python -m pytest -m "not long" $(ARGS)

check: $(VENV)/.testing ## format, lint, types, import rules, file sizes, OpenAPI drift
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tests.rules
	@$(BIN)/postroom openapi --check docs/openapi.json
	@$(BIN)/python -m tests.draw_map --check ARCHITECTURE.md
	@$(BIN)/python -m bench.scores --check

fix: $(VENV)/.testing ## format and mend what a tool can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.testing ## figures: intake against Postfix and aiosmtpd, latency, memory, CPU by stage
	@$(BIN)/python -m bench $(ARGS)

bench-search: $(VENV)/.testing ## search in an organisation of a million messages, with a neighbour: a quarter of an hour and 12 GB
	@$(BIN)/python -m bench.search $(ARGS)

bench-check: $(VENV)/.testing ## only what does not depend on the machine: statements and events a message, linear growth
	@$(BIN)/python -m bench.check $(ARGS)

scores: $(VENV)/.testing ## the reading of mail on the labelled corpus; writes docs/scores.md
	@$(BIN)/python -m bench.scores --write $(ARGS)

openapi: $(VENV)/.testing ## write docs/openapi.json anew from the catalogue, and the map in ARCHITECTURE.md
	@$(BIN)/postroom openapi > docs/openapi.json
	@$(BIN)/python -m tests.draw_map ARCHITECTURE.md

lock: ## resolve requirements/*.in anew into hashed files without an index address (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 --no-header requirements/tests.in -o requirements/tests.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 --no-header -c requirements/tests.txt requirements/postroom.in -o requirements/postroom.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --allow-unsafe --python-version 3.11 --no-header -c requirements/tests.txt requirements/build.in -o requirements/build.txt

clean: ## remove the environment and caches; never the data directory
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Postroom needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.running: requirements/postroom.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Postroom needs (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/postroom.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# dkimpy and authres come as source only: they are built by the pinned tools of build.txt, not by what is newest today.
$(VENV)/.testing: requirements/build.txt requirements/tests.txt $(VENV)/.running
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-build-isolation -r requirements/tests.txt
	@tests/install_peers
	@touch $@
