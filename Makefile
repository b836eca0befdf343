# The tasks of this repository. Each sets up what it needs: a machine with git, make, Python 3.11 to 3.14 and a package
# index is enough, and any of them may come first. All installs are of exact versions, from `locks/`.
#
#   make demo           the main job on two bundled pages, before and after
#   make build          compiles what changed
#   make test           the tests, compiled with checks
#   make test-latest    the tests with the newest version of everything that they need
#   make lint           format, lint, types, import contracts
#   make check          lint and test: what a change must pass
#   make train          from the labelled pages to both artefacts
#   make evaluate       the quality on every set, out of fold
#   make gate           the quality on a fixed sample, against its floors
#   make benchmark      one benchmark beside the peers: NAME=speed OPTIONS="--pages 60"
#   make fuzz           hostile input for about a minute; OPTIONS="--minutes 60" for longer
#   make mutants        which small changes of decision logic no test notices; OPTIONS="--sample 400 --seed 7"
#   make wheel          an sdist and a wheel in `dist/`, and the demo where there is no compiler
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

.PHONY: demo build checked sanitized test test-latest lint check train evaluate gate benchmark fuzz mutants wheel lock clean

demo: build
	$(BIN)/python -m cleancopy.demo

test: $(VENV)/.dev checked
	PYTHONPATH=$(CURDIR)/build/checked/lib $(BIN)/python -m pytest -n 2 $(OPTIONS)

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

train: $(VENV)/.train build
	$(BIN)/python -m training.train

evaluate: $(VENV)/.train build
	$(BIN)/python -m evaluation.run

gate: $(VENV)/.dev build
	$(BIN)/python -m evaluation.gate

benchmark: $(VENV)/.peers build
	$(BIN)/python -m benchmarks.$(NAME) $(OPTIONS)

fuzz: $(VENV)/.fuzz sanitized
	env $$($(BIN)/python -m fuzzing.sanitized $(CURDIR)/build/sanitized/lib) $(BIN)/python -m fuzzing $(OPTIONS)

mutants: $(VENV)/.dev build
	$(BIN)/python -m mutation $(OPTIONS)

wheel: $(VENV)/.wheel build
	rm -rf dist
	$(BIN)/python -m build --no-isolation
	$(BIN)/python -m tools.wheel

lock: $(VENV)/.lock
	$(BIN)/python -m tools.lock

clean:
	rm -rf $(VENV) $(LATEST) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests labelled training evaluation benchmarks fuzzing mutation tools -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.so' -delete

# What is compiled, and how, is in setup.py. `build` compiles beside the sources; the other ways have a copy of the package.
build: $(VENV)/.base
	$(BIN)/python setup.py -q build_ext --inplace

checked sanitized: %: $(VENV)/.base build/%/.setup
	mkdir -p build/$*/lib
	find build/$*/lib -type f ! -name '*.so' -delete
	tar -C src --exclude='*.so' --exclude=__pycache__ -cf - cleancopy | tar -C build/$*/lib -xf -
	CLEANCOPY_BUILD=$* $(BIN)/python setup.py -q build_ext --build-lib build/$*/lib

# Other options compile everything again.
build/%/.setup: setup.py
	rm -rf build/$*
	mkdir -p build/$*
	@touch $@

# A stamp for each lock file: it is made again when the file changes. The lock files are complete and bring what builds
# the package, so that pip neither resolves nor fetches anything else.
PIP := python -m pip install --quiet --disable-pip-version-check
LOCKED := $(BIN)/$(PIP) --require-hashes --no-deps --no-build-isolation -r

$(VENV)/.base: locks/base.txt pyproject.toml build/release/.setup | $(VENV)/.created
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

$(VENV)/.fuzz $(VENV)/.peers $(VENV)/.lock $(VENV)/.wheel: $(VENV)/.%: locks/%.txt | $(VENV)/.dev
	$(LOCKED) $<
	@touch $@

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || { \
	  echo "cleancopy is developed on Python 3.11 to 3.14, and $(PYTHON) is another. Name one: make PYTHON=python3.12 ..." >&2; \
	  exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@
