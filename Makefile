# Every target is one command of `leaflet`, after the set-up that runs only once.
# LEAFLET=blinatumomab TAG=ur FORMAT=large-print narrow what is made; ROOT=folder names another project;
# PDF_VERSION=2 makes PDF/UA-2.

LEAFLET_COMMAND = .venv/bin/leaflet
root = $(if $(ROOT),--root "$(ROOT)")
some = $(if $(LEAFLET),--leaflet "$(LEAFLET)") $(if $(TAG),--tag "$(TAG)")

# Hashes for every Python and processor, and no address of an index in the files. One version of a library for every Python,
# where there is one, so that each makes the same bytes.
LOCKED = --quiet --universal --fork-strategy fewest --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

.DEFAULT_GOAL = build
.PHONY: build watch preview check extract update status doctor report booklet release test test-fast test-long lint audio-report lock clean help setup setup-test

build: setup ## make every leaflet that is missing or out of date, into output/
	@$(LEAFLET_COMMAND) build $(root) $(some) $(if $(FORMAT),--format "$(FORMAT)") $(if $(PDF_VERSION),--pdf-version $(PDF_VERSION))

watch: setup ## make again what an edit touches, whenever a file is saved, until Ctrl-C
	@$(LEAFLET_COMMAND) watch $(root) $(some) $(if $(FORMAT),--format "$(FORMAT)")

preview: setup ## show a leaflet in the browser while you write or translate, until Ctrl-C; LEAFLET= and TAG= choose it
	@$(LEAFLET_COMMAND) preview $(root) $(some)

check: setup ## say what is wrong with sources and translations, without making anything
	@$(LEAFLET_COMMAND) check $(root)

extract: setup ## write the templates that translators start from
	@$(LEAFLET_COMMAND) extract $(root)

update: setup ## bring every language's catalogs up to the English
	@$(LEAFLET_COMMAND) update $(root) $(if $(TAG),--tag "$(TAG)")

status: setup ## show how far each leaflet has come in each language
	@$(LEAFLET_COMMAND) status $(root)

doctor: setup ## show which fonts, voices and tools this machine has or lacks
	@$(LEAFLET_COMMAND) doctor $(root)

report: setup ## write output/report.html: how every leaflet stands; PROVE=1 asks of each file what a release asks, VALIDATE=1 other people's validators
	@$(LEAFLET_COMMAND) report $(root) $(if $(PROVE),--prove) $(if $(VALIDATE),--validate)

booklet: setup ## make booklets for the press, into output/booklets/; BLEED=1 adds 3 mm and marks for cutting
	@$(LEAFLET_COMMAND) booklet $(root) $(some) $(if $(BLEED),--bleed)

release: setup ## make what is approved and in date, into output/release/<version>/
	@$(LEAFLET_COMMAND) release $(root) $(some)

test: setup-test ## run every test, those with foreign programs too
	@.venv/bin/python -m pytest -n 2 --dist loadfile

test-fast: setup-test ## run the tests that take under a minute
	@.venv/bin/python -m pytest -n 2 -m "not acceptance and not slow" --ignore=tests/acceptance

test-long: setup-test ## run 500 random histories and 200 random kills of a build (half an hour)
	@.venv/bin/python -m pytest -n 2 --long tests/test_build_histories.py

lint: setup-test ## look for mistakes in the code: ruff and mypy
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy pipeline tests benchmarks docs/pictures.py

audio-report: setup-test ## list sentences with figures that a speech recogniser misheard (needs pocketsphinx)
	@.venv/bin/python benchmarks/audio_report.py

lock: ## choose the newest Python packages again and write both lock files (needs uv)
	@printf 'setuptools>=77\nwheel\n' | uv pip compile $(LOCKED) --upgrade pyproject.toml - -o requirements.lock
	@uv pip compile $(LOCKED) --extra test -c requirements.lock pyproject.toml -o tests/requirements.lock

clean: ## remove everything that was made
	@rm -rf output

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

setup:
	@sh pipeline/setup.sh make

setup-test:
	@sh pipeline/setup.sh test
