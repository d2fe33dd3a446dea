# Two commands do it all: `make serve` and `make test`. Each sets up what it needs first.

# The newest Python on the PATH that the skill is tested on.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	"$$p" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: serve talk test check format bench clean

serve: $(VENV)/.serve ## set up, make the database, run the webhook
	@$(BIN)/romance serve

talk: $(VENV)/.serve ## talk to the skill in this terminal
	@$(BIN)/romance talk

test: $(VENV)/.dev ## set up and run every test
	$(BIN)/pytest -n auto

check: $(VENV)/.dev ## lint, types, floors, models
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/romance models check

format: $(VENV)/.dev ## mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## measure a turn beside a bare echo and the plain SDK
	$(BIN)/python benchmarks/turn.py

clean: ## remove what was set up
	rm -rf $(VENV)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with its venv module is needed (on Debian: apt-get install python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.serve: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[postgres]'
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.serve
