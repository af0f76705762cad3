#!/bin/sh
# Builds the wheel and tries it as a user would have it: by itself, before the checkout on the path. Packs and language model
# must be in it.
set -eu
cd "$(dirname "$0")/.."
wheel=$(mktemp -d)
trap 'rm -rf "$wheel"' EXIT
.venv/bin/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$wheel" .
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --target "$wheel/site" "$wheel"/*.whl
checkout=$PWD
cd "$wheel"
PYTHONPATH="$wheel/site" "$checkout"/.venv/bin/python -m postcheck doctor --no-config
