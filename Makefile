# What is meant to be called or set says what it is behind ##; `make` alone lists it.

CITIZENS ?= ## how many citizens run and demo generate; 20000 unless given
PORT ?= ## where run serves; 8000 unless given
NODES ?= ## 3 has run serve each province from a node of its own, with its own database and port
N ?= ## how many citizens bench measures with; 200000 unless given
WORKERS ?= ## how many processes test and verify use; one a core unless given
ARGS ?= ## what test and verify hand on to pytest

PY := .venv/bin/python
# Processes are started by the hundred; compiled once, each starts in two thirds of the time.
export PYTHONDONTWRITEBYTECODE :=
# Touched when the environment has been installed; make compares their times with the lists'.
READY := .venv/.ready
READY_DEV := .venv/.ready-dev
# Styles and scripts from elsewhere; `manage.py assets` writes there what they were made from.
ASSETS := var/vendor/.made-from

.DEFAULT_GOAL := help
# Two targets at once would install into one environment.
.NOTPARALLEL:
.PHONY: help run demo test verify attack check fix bench stop

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@awk -F ' [?]= ## ' '/^[A-Z]+ [?]= ## / { printf "  %-13s %s\n", $$1 "=…", $$2 }' $(MAKEFILE_LIST)

run: $(if $(filter 3,$(NODES)),$(READY) $(ASSETS),demo)  ## the sample federation, then its pages on http://localhost:8000
	@$(PY) manage.py $(if $(filter 3,$(NODES)),nodes $(if $(CITIZENS),--citizens $(CITIZENS)),serve) $(if $(PORT),--port $(PORT))

demo: $(READY) $(ASSETS)  ## three sample provinces, a population, and tonight's recompute
	@$(PY) manage.py demo $(if $(CITIZENS),--citizens $(CITIZENS))

test: $(READY_DEV) $(ASSETS)  ## the tests, with a seeded subset of the long batteries
	@.ci/browser
	@$(PY) -m pytest -n $(or $(WORKERS),auto) $(ARGS)

verify: check  ## the checks, and every test with the long batteries in full
	@.ci/browser
	@$(PY) -m pytest -n $(or $(WORKERS),auto) -m "not attack" $(ARGS)

attack: $(READY_DEV)  ## ten thousand true names and numbers, tried at every road; compares times
	@$(PY) -m pytest tests/attack -m "" -n 0 -s $(ARGS)

check: $(READY_DEV) $(ASSETS)  ## read-only checks: format, lint, types, imports, templates, migrations, deployment
	@.ci/check

fix: $(READY_DEV)  ## format the sources, and mend what the linter can
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .
	@find core provinces federation sample -name '*.html' -exec .venv/bin/djhtml {} +

bench: $(READY_DEV)  ## measure the road beside its peers; writes docs/benchmarks.md
	@$(PY) -m bench $(if $(N),--citizens $(N))

stop:  ## stop what run and the tests have started
	@.ci/stop

$(READY): requirements.txt
	@.ci/environment requirements.txt
	@touch $@

$(READY_DEV): requirements-dev.txt requirements.txt
	@.ci/environment requirements-dev.txt
	@touch $(READY) $@

$(ASSETS): package-lock.json core/web/assets.py
	@echo "Fetching what the pages take from elsewhere"
	@$(PY) manage.py assets
	@touch $@
