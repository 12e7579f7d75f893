# Thin over ordinary tools: what each target does can be typed by hand (README, "Without make").
# make demo: set up and run the main job · make test: set up and run the tests · make help: the rest

PYTHON := $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup site demo test lint check messages guide pictures pages lock clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: .venv/base.stamp  ## a .venv in the clone with gouji in it

site: .venv/site.stamp  ## … and what a site with PostgreSQL and single sign-on needs

demo: setup  ## run the main job over the four examples, then the site with them, until Ctrl-C
	.venv/bin/gouji demo
	.venv/bin/gouji serve --demo --data out/site

test: .venv/dev.stamp  ## set up and run all tests
	@tools/debian-packages
	$(PY) -m pytest -n auto

lint: .venv/dev.stamp  ## style, types, layers of the house
	.venv/bin/ruff check
	.venv/bin/mypy --strict src tools
	.venv/bin/lint-imports

check: lint test  ## everything that must hold before a commit

messages: .venv/dev.stamp  ## take up new messages, compile the translations
	$(PY) tools/messages.py

guide: .venv/dev.stamp  ## the guide: what its commands print, its table of errors, the overview of definitions
	$(PY) tools/guide.py --write
	$(PY) tools/list_definitions.py

pictures: .venv/dev.stamp  ## the pictures of the guide, made anew from the examples
	@tools/debian-packages
	$(PY) tools/make_pictures.py

pages: .venv/dev.stamp  ## the files in out/ as pictures, to look at them
	@tools/debian-packages
	tools/pictures out

lock: .venv/dev.stamp  ## the newest versions that fit, with hashes
	tools/lock

bundle: .venv/dev.stamp  ## an offline ZIP for Windows and Linux: all wheels, installer, a script to drag reports onto
	$(PY) tools/bundle.py

clean:  ## away with everything that can be made again
	rm -rf .venv out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# A stamp for each lock: made again only when the lock or pyproject.toml changes.
.venv/base.stamp: requirements.lock pyproject.toml | .venv/bin/pip
	tools/install $<
	@touch $@

.venv/%.stamp: requirements-%.lock pyproject.toml | .venv/bin/pip
	tools/install $<
	@touch $@

# Debian's Python may lack ensurepip; then the pip that is there brings its like.
.venv/bin/pip:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Gouji needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv || { $(PYTHON) -m venv --clear --without-pip .venv && $(PYTHON) -m pip --python $(PY) install pip; }
