# Two commands on a fresh machine: `make demo` and `make test`.
# Needs Python 3.11 or newer with venv (Debian: python3-venv) and make; the rest comes from PyPI.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed-from-pyproject
# Half as many again as there are cores: browsers, voices and cut networks are waited for.
WORKERS ?= $(shell echo $$(( ($$(getconf _NPROCESSORS_ONLN) * 3 + 1) / 2 )))
# The tests make a hundred thousand files: in memory, where it has 4 GB for files and programs.
MEMORY := /dev/shm
IN_MEMORY := $(shell [ "$$(df -k --output=avail $(MEMORY) 2>/dev/null | tail -n 1)" -gt 4000000 ] \
	2>/dev/null && ! grep -q " $(MEMORY) .*noexec" /proc/mounts && echo TMPDIR=$(MEMORY))

.PHONY: help demo test bench pictures lint reliability chromium

help: ## show this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1	\2/p' Makefile

demo: $(INSTALLED) ## start the Osaka demo: server, kiosk, virtual scanner and printers
	@$(BIN)/madoguchi demo

# Every test that starts a program would compile it anew.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(INSTALLED) chromium ## run every test, browser tests included
	$(if $(TMPDIR),,$(IN_MEMORY)) $(BIN)/pytest -n $(WORKERS) --maxprocesses=4 --dist=worksteal

bench: $(INSTALLED) ## measure; one JSON object a line
	@$(BIN)/python -m tests.bench

pictures: $(INSTALLED) chromium ## take the README's pictures anew, from a demo of its own
	$(BIN)/python -m tests.pictures

lint: $(INSTALLED) ## format, lint, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

reliability: $(INSTALLED) chromium ## the reliability tests with their full numbers, and their scorecard
	$(BIN)/pytest tests/reliability --rounds=full --scorecard tests/reliability/SCORECARD.md

$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv .venv || { echo 'The virtual environment could not be made. On Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[voice,test]'
	@touch $@

# The browser tests drive a browser that is already there, or Debian's. The one without
# windows opens a page four times as fast.
chromium:
	@for name in chromium-headless-shell chromium chromium-browser google-chrome; do \
		if command -v $$name >/dev/null 2>&1; then exit 0; fi; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium-headless-shell; \
	else \
		echo 'The browser tests need Chromium: install the package "chromium-headless-shell" or "chromium", or Google Chrome.' >&2; \
		exit 1; \
	fi
