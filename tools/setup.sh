#!/bin/sh
# Installs what is missing and puts postcheck into .venv. With the word "dev", its test tools too.
set -eu
cd "$(dirname "$0")/.."

advise() {
  cat >&2 <<'TEXT'
postcheck needs Python 3.11 or later with its venv module, and the Tesseract OCR program with English data. Please install them and run the command again.
  Debian, Ubuntu:  sudo apt-get install python3-venv tesseract-ocr tesseract-ocr-eng
  macOS:           brew install python tesseract
  Windows:         Python from python.org, Tesseract from the UB Mannheim installer; README.md has the steps.
TEXT
  exit 1
}

find_python() {
  for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
}

missing_packages() {
  python=$(find_python)
  [ -n "$python" ] || echo python3
  { [ -n "$python" ] && "$python" -c 'import ensurepip, venv' 2>/dev/null; } || echo python3-venv
  command -v tesseract >/dev/null 2>&1 || echo tesseract-ocr
  { command -v tesseract >/dev/null 2>&1 && tesseract --list-langs 2>/dev/null | grep -qx eng; } || echo tesseract-ocr-eng
}

packages=$(missing_packages | tr '\n' ' ')
if [ -n "$packages" ]; then
  echo "Missing from this machine: $packages"
  command -v apt-get >/dev/null 2>&1 || advise
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    as_root=sudo
  else
    advise
  fi
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq || advise
  # shellcheck disable=SC2086 # a list of package names
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages || advise
fi

python=$(find_python)
[ -n "$python" ] || advise
# A .venv that was left half-made, moved here or made by an older Python is made anew.
if ! .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  "$python" -m venv --clear .venv
fi
if [ "${1:-}" = dev ]; then
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
  touch .venv/installed-dev
else
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
fi
touch .venv/installed
