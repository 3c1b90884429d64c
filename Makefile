# The chores. `make demo` and `make test` set everything up by themselves: they need make,
# python3 3.11 or newer, and its venv module. Works with GNU make 3.81 (macOS) and newer.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# The first interpreter on the PATH that is new enough; `make test PYTHON=...` names another.
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in $(CANDIDATES); do if $$p -c '$(NEW_ENOUGH)' 2>/dev/null; then echo $$p; break; fi; done)

PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
BROKEN := $(shell $(BIN)/python -c 'import pip' 2>/dev/null || echo force)

.PHONY: help check-starters setup browser demo test lint types unit screenshots check-long bench bench-web bench-crawl agreement lock clean force

help:
	@echo 'make demo        set up, then show a topic page of the sample library'
	@echo 'make test        set up, then lint, check types and run the tests'
	@echo 'make check-long  set up, then kills, fuzzing, big libraries, a soak (up to 150 minutes)'
	@echo 'make screenshots set up, then take pictures of every page (screenshots/index.html)'
	@echo 'make bench       set up, then measure against named peers (EPISODES=20000 for a short run)'
	@echo 'make bench-web   set up, then time whole requests for pages (EPISODES=20000 for a short run)'
	@echo 'make bench-crawl set up, then measure the crawler (FEEDS=2000 for a short run; needs nginx)'
	@echo 'make agreement   set up, then compare grades with labels given by reading'
	@echo 'make check-starters  set up, then name the feeds of the starting sets that are dead'
	@echo 'make lock        pin the dependencies of pyproject.toml anew in requirements.lock'
	@echo 'make clean       remove what these commands made'

demo: setup
	@$(BIN)/earmark demo
	@echo 'So that this shell finds earmark: . $(BIN)/activate'

test: lint types unit

lint: setup
	$(BIN)/ruff check src tests bench
	$(BIN)/ruff format --check src tests bench

types: setup
	$(BIN)/mypy -p earmark -p bench

unit: setup browser
	$(BIN)/pytest -n auto

check-long: setup browser
	$(BIN)/pytest -m long --durations=0

screenshots: setup browser
	@$(BIN)/python -m tests.browser.screenshots

# Without it, the tests that need one are skipped with the reason.
browser:
	@scripts/install-browser.sh

bench: setup
	@$(BIN)/python -m bench

bench-web: setup
	@$(BIN)/python -m bench.web --episodes $(or $(EPISODES),1000000)

bench-crawl: setup
	@$(BIN)/python -m bench.crawl --feeds $(or $(FEEDS),100000)

agreement: setup
	@$(BIN)/python -m bench.agreement

setup: $(STAMP)

# Everything is pinned by hash, the build tool too; so the project itself is built without
# fetching anything more. A virtual environment whose interpreter is gone is made anew.
$(STAMP): requirements.lock pyproject.toml $(BROKEN)
	@test -n '$(PYTHON)' || { \
	  echo 'Earmark needs Python 3.11 or newer, and found none on the PATH.' >&2; \
	  echo 'Debian: apt install python3 python3-venv. macOS: brew install python3.' >&2; \
	  echo 'Or name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3' >&2; exit 1; }
	@$(PYTHON) -c '$(NEW_ENOUGH)' || { \
	  echo '$(PYTHON) is older than Python 3.11, which Earmark needs.' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo '$(PYTHON) has no venv module. Debian: apt install python3-venv.' >&2; exit 1; }
	@echo 'Setting up $(VENV) ...'
	@$(BIN)/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP_INSTALL) --require-hashes --only-binary :all: -r requirements.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

check-starters: setup
	@$(BIN)/python -m bench.starters

# Compiled with the oldest Python that is supported, so that what only it needs is pinned too.
lock:
	@set -e; tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	$(PYTHON) -m venv "$$tools"; \
	"$$tools/bin/python" -m pip install --quiet --disable-pip-version-check pip-tools; \
	unset PIP_FIND_LINKS; \
	CUSTOM_COMPILE_COMMAND='make lock' "$$tools/bin/pip-compile" --quiet --strip-extras \
	  --generate-hashes --allow-unsafe --all-build-deps --extra dev --extra bench \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	  --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist screenshots .mypy_cache .ruff_cache .pytest_cache .hypothesis .bench-cache
	rm -rf src/earmark.egg-info
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

force:
