#!/bin/sh
# Says how the postcheck of this folder is called, in any shell; with --link, puts a link to it into ~/.local/bin first.
set -eu
cd "$(dirname "$0")/.."
program=$(pwd -P)/.venv/bin/postcheck
place=$HOME/.local/bin

# In quotes only where a shell would take a path apart.
quoted() {
  case $1 in
    *[!A-Za-z0-9_./+:@%-]*) printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")" ;;
    *) printf %s "$1" ;;
  esac
}

if [ "${1:-}" = --link ]; then
  mkdir -p "$place"
  if [ -e "$place/postcheck" ] && [ ! -L "$place/postcheck" ]; then
    echo "There is another postcheck in $place, which is left as it is." >&2
    exit 1
  fi
  ln -sfn "$program" "$place/postcheck"
  echo "Linked: $place/postcheck"
  case :$PATH: in
    *":$place:"*) echo "Type from anywhere:  postcheck check drafts/" ;;
    *) echo "Your shell does not look there yet. Add this line to ~/.profile (~/.zprofile on macOS) and log in again:"
       echo "  PATH=\$HOME/.local/bin:\$PATH" ;;
  esac
  exit 0
fi

command=$(quoted "$program")
cat <<TEXT

That was, from this folder:
    $command $1

Your own posts, from any folder and in any shell:
    $command init
    $command check drafts/

To type just "postcheck": once for this terminal, ". .venv/bin/activate"; for good, "make command".
TEXT
