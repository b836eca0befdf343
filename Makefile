# The tasks of this repository. Each sets up what it needs: a machine with git, make, Python 3.11 to 3.14 and a package
# index is enough, and any of them may come first. All installs are of exact versions, from `locks/`.
#
#   make demo           the main job on two bundled pages, before and after
#   make test           the tests
#   make test-latest    the tests with the newest version of everything that they need
#   make lint           format, lint, types, import contracts
#   make check          lint and test: what a change must pass
#   make train          from the labelled pages to both artefacts
#   make evaluate       the quality on every set, out of fold
#   make gate           the quality on a fixed sample, against its floors
#   make benchmark      one benchmark beside the peers: NAME=speed OPTIONS="--pages 60"
#   make fuzz           hostile input for about a minute; OPTIONS="--minutes 60" for longer
#   make mutants        which small changes of decision logic no test notices; OPTIONS="--sample 400 --seed 7"
#   make lock           the newest versions that pyproject.toml allows, into `locks/`
#   make clean          removes everything that was made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LATEST := .venv-latest

# Where the labelled pages lie; training/README.md says where each set comes from.
export CLEANCOPY_BENCH ?= ../shared/bench
# Where the suites of hostile input lie (html5lib's trees, naughty strings); what needs them is skipped without.
export CLEANCOPY_HOSTILE ?= ../shared/hostile

.PHONY: demo test test-latest lint check train evaluate gate benchmark fuzz mutants lock clean

demo: $(VENV)/.base
	$(BIN)/python -m cleancopy.demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 $(OPTIONS)

test-latest: $(VENV)/.lock
	$(PYTHON) -m venv --clear $(LATEST)
	$(BIN)/python -m tools.lock --latest > $(LATEST)/latest.txt
	$(LATEST)/bin/$(PIP) --upgrade pip setuptools cython
	$(LATEST)/bin/$(PIP) --no-deps --no-build-isolation -r $(LATEST)/latest.txt -e .
	$(LATEST)/bin/python -m pytest -n 2 $(OPTIONS)

lint: $(VENV)/.dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.no_clock
	$(BIN)/python -m tools.prose

check: lint test

train: $(VENV)/.train
	$(BIN)/python -m training.train

evaluate: $(VENV)/.train
	$(BIN)/python -m evaluation.run

gate: $(VENV)/.dev
	$(BIN)/python -m evaluation.gate

benchmark: $(VENV)/.peers
	$(BIN)/python -m benchmarks.$(NAME) $(OPTIONS)

fuzz: $(VENV)/.fuzz
	$(BIN)/python -m fuzzing $(OPTIONS)

mutants: $(VENV)/.dev
	$(BIN)/python -m mutation $(OPTIONS)

lock: $(VENV)/.lock
	$(BIN)/python -m tools.lock

clean:
	rm -rf $(VENV) $(LATEST) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests labelled training evaluation benchmarks fuzzing mutation tools -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.so' -delete -o -name '*.c' -delete

# What is compiled; a source that changed counts only when it has been compiled again.
COMPILED := $(shell find src -name '*.pyx' -o -name '*.pxd') $(patsubst %.pxd,%.py,$(shell find src -name '*.pxd'))

# A stamp for each lock file: it is made again when the file changes. The lock files are complete and bring what builds
# the package, so that pip neither resolves nor fetches anything else.
PIP := python -m pip install --quiet --disable-pip-version-check
LOCKED := $(BIN)/$(PIP) --require-hashes --no-deps --no-build-isolation -r

$(VENV)/.base: locks/base.txt pyproject.toml $(COMPILED) | $(VENV)/.created
	$(LOCKED) locks/base.txt
	$(BIN)/$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: locks/dev.txt | $(VENV)/.base
	$(LOCKED) locks/dev.txt
	@touch $@

# PyTorch's build without graphics cards, if pip finds it: a twentieth of the download, the same weights.
$(VENV)/.train: locks/train-cpu.txt locks/train.txt | $(VENV)/.dev
	$(LOCKED) locks/train-cpu.txt || $(LOCKED) locks/train.txt
	@touch $@

$(VENV)/.fuzz $(VENV)/.peers $(VENV)/.lock: $(VENV)/.%: locks/%.txt | $(VENV)/.dev
	$(LOCKED) $<
	@touch $@

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || { \
	  echo "cleancopy is developed on Python 3.11 to 3.14, and $(PYTHON) is another. Name one: make PYTHON=python3.12 ..." >&2; \
	  exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@
