# Needs Python 3.11 or later and, below 3.13, a C compiler. `make` alone lists the targets.

PYTHON ?= python3
VENV   ?= .venv
DIST   ?= dist

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Stamps: touched once the installation is done, out of date once pyproject.toml changes.
INSTALLED     := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.NOTPARALLEL:

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(INSTALLED) ## Install the tool and judge a draft that breaks the recommendations
	@status=0; report=$$($(BIN)/rulecheck evaluate proposals/h20_new_production.yaml) || status=$$?; \
	printf '%s\n' "$$report"; \
	case "$$status:$$report" in \
		1:*"verdict: conflicts"*) echo "Exit code 1, as it should be: this draft breaks a recommendation." ;; \
		*) echo "make demo: the draft was not found to conflict (exit code $$status)." >&2; exit 1 ;; \
	esac

.PHONY: test
test: lint types imports unit ## Run every check: format, lint, types, imports, tests

.PHONY: format
format: $(INSTALLED_DEV) ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

.PHONY: lint
lint: $(INSTALLED_DEV) ## Check format and lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

.PHONY: types
types: $(INSTALLED_DEV) ## Check types
	$(BIN)/mypy

.PHONY: imports
imports: $(INSTALLED_DEV) ## Check that a room imports only rooms below it
	$(BIN)/lint-imports

.PHONY: unit
unit: $(INSTALLED_DEV) ## Run the tests
	@# Hundreds of tests start the command; where Python may not keep compiled files by itself, each
	@# of them would compile the program.
	@$(BIN)/python -m compileall -q rulecheck
	$(BIN)/pytest -n auto --dist worksteal

# The oldest versions that pyproject.toml allows, in an environment of their own.
LOWEST := $(VENV)-min

.PHONY: test-min
test-min: ## Run the tests with the oldest dependencies that are allowed
	$(PYTHON) -m venv --clear $(LOWEST)
	$(LOWEST)/bin/python -m pip --disable-pip-version-check --quiet install uv
	$(LOWEST)/bin/uv pip install --python $(LOWEST)/bin/python --resolution lowest-direct --editable '.[dev]'
	$(LOWEST)/bin/pytest -n auto

.PHONY: audit
audit: $(INSTALLED) ## Ask the advisory service for known faults in what is installed for use
	$(PYTHON) -m venv --clear $(VENV)-audit
	$(VENV)-audit/bin/python -m pip --disable-pip-version-check --quiet install pip-audit
	$(PIP) freeze --exclude-editable > $(VENV)-audit/installed.txt
	$(VENV)-audit/bin/pip-audit --strict --no-deps --disable-pip -r $(VENV)-audit/installed.txt

SOAK_PAIRS ?= 100000

.PHONY: soak
soak: $(INSTALLED_DEV) ## Hold the two evaluators against each other on 100,000 random pairs
	$(BIN)/python -m tests.properties.soak --pairs $(SOAK_PAIRS) $(if $(SOAK_SEED),--seed $(SOAK_SEED))

FUZZ_SECONDS ?= 600

.PHONY: fuzz
fuzz: $(INSTALLED_DEV) ## Try broken files for ten minutes, and as long again with atheris if there
	$(BIN)/python -m tests.fuzz --seconds $(FUZZ_SECONDS) $(if $(FUZZ_SEED),--seed $(FUZZ_SEED))
	$(BIN)/python -m tests.fuzz.guided -max_total_time=$(FUZZ_SECONDS)

# Each is named after its recommendation.
RECOMMENDATION_FILES = $(shell grep -l '^recommendation:' rules/*.yaml)

.PHONY: docs
docs: $(INSTALLED) ## Write the pages on the recommendations anew, from the rules
	@rm -f docs/recommendations/*.md
	@mkdir -p docs/recommendations
	@$(BIN)/rulecheck rules list --output markdown > docs/recommendations/README.md
	@for name in $(basename $(notdir $(RECOMMENDATION_FILES))); do \
		$(BIN)/rulecheck rules show $$name --output markdown \
			> docs/recommendations/$$name.md || exit 1; \
	done

BENCH :=

.PHONY: bench
bench: $(INSTALLED_DEV) ## Measure speed beside other tools, and record it in bench/; BENCH=--quick to try
	$(BIN)/python -m bench $(if $(BENCH),$(BENCH),--record)

.PHONY: bench-screening
bench-screening: $(INSTALLED_DEV) ## Measure screening against a list of 25,000 rows
	$(BIN)/python -m bench --only screening

.PHONY: sarif-validator
sarif-validator: $(INSTALLED_DEV) ## Install Microsoft's validator of SARIF from npm, for the tests
	npm install --no-audit --no-fund --silent --prefix $(VENV)/sarif \
		@microsoft/sarif-multitool-linux@5.7.0
	@chmod u+x $(VENV)/sarif/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool

.PHONY: wheel
wheel: $(INSTALLED_DEV) ## Build the source distribution and, from it, the wheel
	$(BIN)/python -m build --outdir $(DIST)

.PHONY: clean
clean: ## Remove the environment, builds and caches
	rm -rf $(VENV) $(LOWEST) $(VENV)-audit $(VENV)-bench $(DIST) fuzz-found .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) does not run or is older than Python 3.11; name another: make PYTHON=python3.12" >&2; \
		exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(INSTALLED): pyproject.toml | $(BIN)/python
	@echo "Installing rulecheck into $(VENV)"
	@$(PIP) install --editable .
	@touch $@

$(INSTALLED_DEV): pyproject.toml | $(BIN)/python
	@echo "Installing rulecheck and the development tools into $(VENV)"
	@$(PIP) install --editable '.[dev]'
	@touch $(INSTALLED) $@
