# OriginPrint: everything a person or a build server does here has a target of its own.
.DEFAULT_GOAL := help
.PHONY: help install portal image demo run forms rules test clusters reading thorough cluster failover upgrade \
	alarms nightly check lint types mypy vue-tsc imports units format coverage soak backup restore rehearsal bench docs clean

# Images of containers often set it; here each start of a process would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
MINUTES := 10
BACKUP :=
UNTIL :=
KEYS :=
ALONE := tests/failover
WORKERS := --numprocesses 3 --dist loadfile --no-loadscope-reorder --max-worker-restart 0
APART := tests/cluster tests/failover tests/integration/monitoring tests/e2e/test_upgrade.py tests/e2e/test_rehearsal.py
NPM := PATH="$(CURDIR)/.venv/bin:$$PATH" npm --prefix portal
PACKAGES := portal/node_modules/installed
BUILT := portal/dist/index.html
PORTAL := docs/openapi.json $(shell find portal/src portal/public portal/verify -not -name schema.d.ts 2> /dev/null) \
	$(wildcard portal/*.*)
MADE := $(MAKE) --no-print-directory --jobs 2 --output-sync=target
stage = @printf '\n== %s\n' "$(1)"

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## bring the machine's packages (as root) and the Python environment up to date
	@deploy/local/install.sh

portal: install $(BUILT) ## build what people see in the browser, where something of it changed

$(PACKAGES): portal/package-lock.json
	$(call stage,packages of the portal)
	@$(NPM) ci
	@touch $@

$(BUILT): $(PACKAGES) $(PORTAL)
	$(call stage,portal)
	@$(NPM) run --silent build -- --logLevel warn
	@touch $@

image: install ## build the container image of deploy/docker, and say how
	@$(PYTHON) -m deploy.image

demo: portal ## print a batch with a jam, from scanned seal to paper, into demo-output/
	@$(PYTHON) -m deploy.local.demo

run: portal ## keep the whole product up on this machine until Ctrl-C
	@$(PYTHON) -m deploy.local.run

forms: install ## render a specimen of every certificate form
	@$(PYTHON) -m deploy.local.forms

rules: install ## each business rule: its owner, where it is enforced, which tests hold it
	@$(PYTHON) -m deploy.local.rules

test: install ## everything: lint, types, walls, and all tests on servers of their own
	@$(MADE) portal mypy
	@$(MADE) units imports
	$(call stage,tests)
	@$(PYTEST) $(WORKERS) $(ALONE:%=--ignore %) -m 'not nightly' --durations 20 --durations-min 5
	@$(MAKE) --no-print-directory --jobs 2 clusters reading
	@echo 'left for the night: the other faults of clusters, the overlay prod, kills at each step of a print,' \
		'an upgrade at work, traces, alarms, each flaw of scans, pictures of screens, a longer soak, a restore: make nightly'

clusters:
	$(call stage,clusters that fail over)
	@$(PYTEST) $(ALONE) -m 'not nightly'

# Beside the clusters, and behind them: a third of their time is waiting.
reading:
	@nice $(MAKE) --no-print-directory --output-sync=target vue-tsc lint

coverage: portal ## all tests, measured line by line, which takes a third longer
	$(call stage,tests)
	@$(PYTEST) $(WORKERS) $(ALONE:%=--ignore %) -m 'not nightly' --cov --cov-report=term

thorough: portal ## kills at each step of a print, orders of steps at random, traces, all flaws of scans, pictures of screens
	@$(PYTEST) $(WORKERS) $(APART:%=--ignore %) -m nightly

cluster: portal ## build the image and run both overlays in containers of it (as root)
	@$(PYTEST) tests/cluster

failover: install ## kill and cut off every kind of server under load, on clusters of this machine (as root)
	@$(PYTEST) tests/failover --capture=no

upgrade: install ## the release before and this one side by side, over one database and one broker, at work
	@$(PYTEST) tests/e2e/test_upgrade.py

alarms: install ## make every alert ring by a real fault, and end, at Prometheus and Alertmanager
	@$(PYTEST) tests/integration/monitoring

nightly: test thorough cluster failover upgrade alarms soak rehearsal ## test, then all that takes long, as root; about two hours

check: portal ## the quick part of test: no servers
	@$(MADE) types lint units imports
	$(call stage,unit and contract tests)
	@$(PYTEST) $(WORKERS) tests/unit tests/contracts

lint: portal ## style and formatting
	$(call stage,lint)
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(NPM) run --silent lint

types: mypy vue-tsc ## strict types

mypy: install
	$(call stage,types)
	@$(PYTHON) -m mypy

vue-tsc: portal
	$(call stage,types of the portal)
	@$(NPM) run --silent types

imports: install ## who may import whom
	$(call stage,imports)
	@.venv/bin/lint-imports

units: portal ## the portal's own unit tests
	$(call stage,unit tests of the portal)
	@$(NPM) run --silent test

format: portal ## format the code and fix what can be fixed
	@$(PYTHON) -m ruff check --fix-only
	@$(PYTHON) -m ruff format
	@$(NPM) run --silent format

soak: install ## customs and people at work while everything breaks, then the books: make soak MINUTES=10
	@$(PYTHON) -m deploy.soak --minutes $(MINUTES)

backup: install ## copy databases, objects and definitions of what `make run` keeps into backups/, without keys
	@$(PYTHON) -m deploy.backup take

restore: install ## make it anew of the newest backup and the log: make restore BACKUP=… UNTIL=… KEYS=…
	@$(PYTHON) -m deploy.backup restore $(BACKUP:%=--backup %) $(UNTIL:%=--until %) $(KEYS:%=--keys %)

rehearsal: install ## lose everything but backups and keys, restore it in an empty folder, then the books
	@$(PYTHON) -m deploy.backup.rehearsal

bench: ## all benchmarks, each beside its reference
	@deploy/local/install.sh bench
	@$(PYTHON) -m bench

docs: install ## what docs/ and the monitoring hold of the code and the form data
	@$(PYTHON) -m deploy.local.asyncapi > docs/asyncapi.yaml.new && mv docs/asyncapi.yaml.new docs/asyncapi.yaml
	@$(PYTHON) -m gateway.openapi > docs/openapi.json.new && mv docs/openapi.json.new docs/openapi.json
	@$(PYTHON) -m customs.openapi > docs/customs-openapi.json.new && mv docs/customs-openapi.json.new docs/customs-openapi.json
	@$(PYTHON) -m deploy.local.form_pages > docs/forms.md.new && mv docs/forms.md.new docs/forms.md
	@$(PYTHON) -m deploy.local.dependency_page > docs/dependencies.md.new && mv docs/dependencies.md.new docs/dependencies.md
	@$(PYTHON) -m deploy.capacity.page > docs/capacity.md.new && mv docs/capacity.md.new docs/capacity.md
	@$(PYTHON) -m deploy.monitoring

clean: ## remove what tests, demo and run left, but not .venv
	@rm -rf var demo-output htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache \
		.hypothesis .import_linter_cache bench/results tests/golden/diff portal/dist
	@find . -name __pycache__ -not -path './.venv/*' -not -path './.bootstrap/*' \
		-not -path './portal/node_modules/*' -prune -exec rm -rf {} +
