# Every command a developer needs; `make` alone lists them. The work is in scripts/, one file each.
# Everything is installed into .venv, whatever environment is active; the system's Python is never touched.

PORT ?= 8000
BIN := .venv/bin
unexport PYTHONHOME PYTHONPATH

.DEFAULT_GOAL := help
.PHONY: help run test lint format types bench screenshots lock clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: .venv/.runtime ## Start Segue with demo data at http://127.0.0.1:8000 (another port: make run PORT=9000)
	@SEGUE_DEMO=1 exec $(BIN)/segue demo --port $(PORT)

test: .venv/.dev ## Check everything: style, types, layers, migrations, tests, browser tests
	@bash scripts/test.sh

lint: .venv/.dev ## Check style, formatting and layers
	@bash scripts/lint.sh

format: .venv/.dev ## Put code in the common style, mending what can be mended
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

types: .venv/.dev ## Check types (mypy, strict)
	@bash scripts/types.sh

bench: .venv/.dev $(if $(filter peers,$(NAME)),.venv/.peers) ## Measure speed, half an hour (one measurement: make bench NAME=engine)
	@bash scripts/bench.sh $(NAME)

screenshots: .venv/.dev ## Make docs/screenshots/ from a running demo
	@bash scripts/screenshots.sh

lock: .venv/.dev ## Pin dependencies anew after a change of pyproject.toml (newer versions: make lock UPGRADE=1)
	@bash scripts/lock.sh $(if $(UPGRADE),--upgrade)

clean: ## Remove what was built (the environment, caches), not your data in var/
	rm -rf .venv build dist test-results .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.runtime: requirements.lock pyproject.toml scripts/install.sh
	@bash scripts/install.sh requirements.lock
	@touch $@

.venv/.peers: .venv/.dev requirements-peers.lock
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-peers.lock
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml scripts/install.sh
	@bash scripts/install.sh requirements-dev.lock
	@touch .venv/.runtime $@
