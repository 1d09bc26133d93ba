# make build   environment in .venv, then data/
# make site    the same environment with the library of the pictures, then the explorer in site/
# make test    the same environment with the test tools, then the tests of every day
# More tests, in suites of their own:
# make test-exchange      other tools' formats and public corpora
# make test-scores        what systems score, the systems that ship, how far annotators agree
# make test-releases      releases, editions and a stand-in for the Hub
# make test-workbench     Label Studio itself, in a browser too
# make test-site          the explorer, in a browser too
# make test-train         the example for transformers, with torch
# make test-scale         large corpora: killed builds, Ray, shards in an object store
# make bench    the build against its rivals, measured anew (an hour or so)
# make results  what the baselines score, measured anew (minutes); results-check: what is stale
# make test-datasets4     the dataset under datasets 4
# make test-integrations  pre-commit and the GitHub action
# The first Python of at least 3.11 is taken; name another with PYTHON=...
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
# The build backend comes from the constraints too, so nothing unpinned is fetched.
BACKEND := hatchling editables

.PHONY: build site test lint docs mutation bench results results-check test-exchange test-scores test-releases \
  test-datasets4 test-integrations test-workbench test-site test-train test-scale clean

build: .venv/ready-build
	$(BIN)/retold build

# The explorer of this dataset, with what the check of the corpus finds.
site: .venv/ready-site
	$(BIN)/retold check --format json > .retold-findings.json
	$(BIN)/retold site --out site --findings .retold-findings.json

test: .venv/ready-test
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest --numprocesses 2 $(OTHERS:%=--ignore=%)

# The slower half: other tools' formats and public corpora; scores, systems and agreement; releases and
# the Hub.
EXCHANGE := $(wildcard tests/test_formats.py tests/test_brat.py tests/test_cas.py tests/test_webanno*.py \
  tests/test_inception_samples.py \
  tests/test_jsonl_formats.py tests/test_iob2*.py tests/test_labelstudio*.py tests/test_labels.py \
  tests/test_mapping.py tests/test_foreign.py tests/test_interchange.py tests/test_round_trips.py \
  tests/test_import*.py tests/test_muc4*.py)
SCORES := $(wildcard tests/test_score*.py tests/test_answers.py tests/test_baseline*.py \
  tests/test_training.py tests/test_predicting.py tests/test_results*.py tests/test_challenge.py \
  tests/test_agree*.py tests/test_quality.py tests/test_pairing.py)
RELEASES := $(wildcard tests/test_publish*.py tests/test_hub.py tests/test_release_*.py \
  tests/test_releasing.py tests/test_standoff*.py tests/test_editions.py tests/test_croissant*.py \
  tests/test_diff*.py tests/test_verifying.py)

SITE := $(wildcard tests/test_site_*.py)
SCALE := $(wildcard tests/test_shards*.py tests/test_reshard.py tests/test_bench*.py)

OTHERS = $(EXCHANGE) $(SCORES) $(RELEASES) $(SITE) $(SCALE)

test-exchange: .venv/ready-test
	$(BIN)/python -m pytest --numprocesses 2 $(EXCHANGE)

test-scores: .venv/ready-test
	$(BIN)/python -m pytest --numprocesses 2 $(SCORES)

test-releases: .venv/ready-test
	$(BIN)/python -m pytest --numprocesses 2 $(RELEASES)

lint: .venv/ready-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/ready-build
	$(BIN)/python -m retold.reference docs

# Faults planted in the real documents of this corpus, one at a time, and which rule saw each.
mutation: .venv/ready-build
	$(BIN)/python -m retold.mutate . --stories doha-talks-2021-10 --per-operator 2 --format markdown > docs/mutation.md

# The build against what people write today and against the floor, scores against other libraries:
# docs/benchmarks.json and docs/benchmarks.md. Rows under Ray need the environment of test-scale.
SIZES ?= 10000 100000 1000000
bench: .venv/ready-test
	$(BIN)/python -m benchmarks.run --documents $(SIZES) --scores 1000000 --into docs/benchmarks.json

# What every system that ships scores: docs/results.json and docs/results.md. Rows that need other corpora
# than this one take their files from SAMPLES; where these are not there, such rows stay as they were.
SAMPLES ?= ../shared/samples
results: .venv/ready-test
	$(BIN)/python -m retold.results . --samples $(SAMPLES)

results-check: .venv/ready-test
	$(BIN)/python -m retold.results . --check

# The dataset under datasets 4, in an environment of its own.
test-datasets4: .venv-datasets4/ready
	.venv-datasets4/bin/python -m pytest tests/test_loading.py

# pre-commit and the steps of action.yml for real, each with an installation of its own.
test-integrations: .venv-integrations/ready
	.venv-integrations/bin/python -m pytest -o tmp_path_retention_policy=failed tests/integrations.py

# Label Studio itself, in an environment of its own (its pins clash with ours) and on loopback, and its
# pages in a browser. RETOLD_BROWSER=required fails where there is no browser; else that part is skipped.
test-workbench: .venv/ready-test .venv-workbench/ready
	RETOLD_WORKBENCH=$(CURDIR)/.venv-workbench/bin $(BIN)/python -m pytest tests/workbench.py

# The explorer, in a browser too, with the same RETOLD_BROWSER.
test-site: .venv/ready-browser
	$(BIN)/python -m pytest --numprocesses 2 $(SITE)
	$(BIN)/python -m pytest tests/explorer.py tests/explorer_hostile.py

# examples/ with a tiny model of random weights. Of torch the CPU build is enough: where pip finds one
# with CUDA first, that takes gigabytes.
test-train: .venv-train/ready
	.venv-train/bin/python -m pytest tests/checkpoints.py

# Shards in an object store: the API of S3 on loopback, in an environment of its own (its pins clash with
# ours).
test-scale: .venv/ready-test .venv-scale/ready
	$(BIN)/python -m pytest --numprocesses 2 $(SCALE)
	$(BIN)/python -m pytest tests/engine_faults.py tests/engine_cases.py
	.venv-scale/bin/python -m pytest tests/scale.py tests/engine_ray.py

clean:
	rm -rf .venv .venv-datasets4 .venv-integrations .venv-workbench .venv-train .venv-scale

.venv/ready-build: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Retold needs Python 3.11 or newer; none was found." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) $(BACKEND)
	$(PIP) --no-build-isolation --editable .
	@touch $@

.venv/ready-browser: .venv/ready-test
	$(PIP) axe-playwright-python playwright
	@touch $@

.venv/ready-site: .venv/ready-build
	$(PIP) --no-build-isolation --editable '.[site]'
	@touch $@

.venv/ready-test: .venv/ready-build
	$(PIP) setuptools setuptools-scm  # build docopt, jsonpath-rw and seqeval, which have no wheel
	$(PIP) --no-build-isolation --editable '.[test]'
	@touch $@

.venv-datasets4/ready: pyproject.toml constraints-datasets4.txt
	$(PYTHON) -m venv .venv-datasets4
	.venv-datasets4/bin/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints-datasets4.txt $(BACKEND)
	.venv-datasets4/bin/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints-datasets4.txt --no-build-isolation --editable . pytest pandas polars duckdb
	@touch $@

.venv-train/ready: pyproject.toml constraints-train.txt
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints-train.txt $(BACKEND)
	.venv-train/bin/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints-train.txt --no-build-isolation --editable . \
	  pytest tokenizers torch transformers
	@touch $@

.venv-scale/ready: pyproject.toml constraints-scale.txt
	$(PYTHON) -m venv .venv-scale
	.venv-scale/bin/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints-scale.txt $(BACKEND)
	.venv-scale/bin/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints-scale.txt --no-build-isolation --editable '.[ray,s3]' \
	  flask flask-cors hypothesis 'moto[s3]' pytest
	@touch $@

.venv-integrations/ready: constraints.txt
	$(PYTHON) -m venv .venv-integrations
	.venv-integrations/bin/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints.txt pre-commit pytest
	@touch $@

# Of Label Studio's own requirements, numpy 2.2 has wheels up to Python 3.13.
.venv-workbench/ready: constraints-workbench.txt
	$$(for p in python3.13 python3.12 python3.11 $(PYTHON); do \
	  $$p -c '' 2>/dev/null && echo $$p && break; done) -m venv .venv-workbench
	.venv-workbench/bin/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints-workbench.txt setuptools wheel
	.venv-workbench/bin/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints-workbench.txt --no-build-isolation label-studio playwright
	@touch $@
