#!/bin/sh
# Installs what is missing and puts postcheck into .venv. With the word "dev", its test tools too.
# Python is needed. Tesseract is not: without it, or without the right to install it, pictures are read by RapidOCR alone.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

advise() {
  cat >&2 <<'TEXT'
postcheck needs Python 3.11 or later with its venv module. Please install it and run the command again.
  Debian, Ubuntu:  sudo apt-get install python3-venv
  macOS:           brew install python
  Windows:         Python from python.org; README.md has the steps.
Where you may install nothing, the program uv (docs.astral.sh/uv) brings a Python of its own into your home.
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

# What apt may do: "root" or "sudo", or nothing. A password is asked for only where a person can type it and Python lacks.
may_install() {
  command -v apt-get >/dev/null 2>&1 || return 0
  if [ "$(id -u)" = 0 ]; then
    echo root
  elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || { [ "$1" = needed ] && [ -t 0 ]; }; }; then
    echo sudo
  fi
}

# Installs packages of Debian; fails if that is not allowed or does not work.
install_packages() {
  case $(may_install "$1") in
    root) as_root= ;;
    sudo) as_root=sudo ;;
    *) return 1 ;;
  esac
  shift
  say "Installing with apt-get: $*"
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

reads_english() { command -v tesseract >/dev/null 2>&1 && tesseract --list-langs 2>/dev/null | grep -qx eng; }

# Makes .venv: with the venv module or, where Debian keeps it in a package of its own, with what else makes one.
make_environment() {
  if python=$(find_python) && [ -n "$python" ]; then
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
      "$python" -m venv --clear .venv
      return
    elif "$python" -c 'import virtualenv' 2>/dev/null; then
      "$python" -m virtualenv --clear --quiet .venv
      return
    fi
  fi
  command -v uv >/dev/null 2>&1 && uv venv --quiet --clear --seed --python '>=3.11' .venv
}

# A .venv that was left half-made, moved here or made by an older Python is made anew.
if ! .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  make_environment || { install_packages needed python3 python3-venv && make_environment; } || advise
fi

if ! reads_english && ! install_packages wanted tesseract-ocr tesseract-ocr-eng; then
  say "Going on without Tesseract, one of the two programs that read pictures: each picture will be reported as read by"
  say "the other one only. To have both, now or later:"
  say "  Debian, Ubuntu:  sudo apt-get install tesseract-ocr tesseract-ocr-eng"
  say "  macOS:           brew install tesseract"
fi

# Shows on one line of a terminal, or on a line now and then, how far pip is.
progress() {
  count=0
  while read -r line; do
    case $line in
      "Collecting "*) count=$((count + 1)) text="package $count: ${line#Collecting }" ;;
      "Installing collected "*) text="putting $count packages in place" ;;
      *) continue ;;
    esac
    if [ -t 2 ]; then
      printf '\r\033[K  %s' "$text" >&2
    elif [ $((count % 20)) = 1 ] || [ "${text#putting}" != "$text" ]; then
      printf '  %s\n' "$text" >&2
    fi
  done
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
}

what=.
done=.venv/installed
if [ "${1:-}" = dev ]; then what='.[dev]' done=.venv/installed-dev; fi
say "Installing postcheck's packages into .venv (750 MB on the disk), which takes a few minutes the first time."
code=.venv/code
{
  .venv/bin/python -m pip install --disable-pip-version-check --progress-bar off --constraint constraints.txt --editable "$what" &&
    echo 0 >$code || echo 1 >$code
} | progress
[ "$(cat $code)" = 0 ] || { say "The packages could not be installed; pip says why above. Run the command again to go on."; exit 1; }
rm $code
touch .venv/installed "$done"
