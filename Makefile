# One door to everything: `make` lists the targets. Any target sets up what it needs, once.
# Needs: git, make and Python 3.11 or newer with venv and pip.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.set-up-done

# The first of python3.13, python3.12, python3.11, python3 that runs is used; PYTHON=... names another.
PYTHON ?=
# What to add to the command line of `reports`, `test`, `lab` and `lock`.
ARGS ?=
# The pairs to report on, as in PAIRS="PAK-RUS IND-USA"; empty means those that the command takes by default.
PAIRS ?=

# With bytecode not kept, each of the many processes of a run would compile the package again.
unexport PYTHONDONTWRITEBYTECODE

# A kernel called python3 in the user's home must not stand in for that of .venv.
export JUPYTER_PREFER_ENV_PATH := 1

# The stamp holds the folder it was made in: a checkout that was moved or copied is set up again.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
MOVED := moved
endif

# Jupyter refuses to serve root, as whom one is in many a container, unless told.
AS_ROOT = $(if $(filter 0,$(shell id -u)),--allow-root)

.DEFAULT_GOAL := help
.PHONY: help setup reports test lab data-check lint format metrics environment lock clean clean-all moved

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo '  The first target that needs it also sets up $(VENV): about a minute and 1.6 GB, once.'
	@echo '  PYTHON=python3.12 chooses the Python to set up with; ARGS="..." is passed on.'

setup: $(READY) ## make .venv from requirements.lock (the other targets do it when needed)

$(READY): requirements.lock pyproject.toml $(MOVED)
	@sh scripts/set_up.sh "$(PYTHON)"

reports: $(READY) ## write the reports; PAIRS="PAK-RUS IND-USA" chooses the pairs
	@$(BIN)/dyadlens report $(foreach pair,$(PAIRS),--pair $(pair)) $(ARGS)

test: $(READY) ## run the tests; ARGS="-k votes" chooses among them
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

lab: $(READY) ## open the notebooks in JupyterLab
	@$(BIN)/python -m jupyterlab --ServerApp.root_dir=notebooks $(AS_ROOT) $(ARGS)

data-check: $(READY) ## check the tables under data/ against what data/datapackage.json says of them
	@$(BIN)/dyadlens data check $(ARGS)

lint: $(READY) ## check style and types, and that notebooks are stored without outputs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@find notebooks -name '*.ipynb' -not -path '*/.*' -exec $(BIN)/nbstripout --verify {} +
	@$(BIN)/mypy

format: $(READY) ## format code and take outputs out of notebooks
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@find notebooks -name '*.ipynb' -not -path '*/.*' -exec $(BIN)/nbstripout {} +

metrics: $(READY) ## print the size and shape of the code
	@$(BIN)/python scripts/metrics.py

environment: $(READY) ## write environment.yml (for conda) from pyproject.toml
	@$(BIN)/python scripts/write_environment.py

lock: ## pin all requirements again; ARGS=--upgrade raises them (takes uv from PATH, else borrows it)
	@sh scripts/lock.sh "$(PYTHON)" $(ARGS)

clean: ## remove caches and build products; reports and .venv stay
	@rm -rf build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis
	@find . -path ./$(VENV) -prune -o \( -name __pycache__ -o -name .ipynb_checkpoints \) -type d -exec rm -rf {} +

clean-all: clean ## the same, and .venv too
	@rm -rf $(VENV)
