"""``python -m postcheck``."""

from postcheck.cli.main import run

run()
