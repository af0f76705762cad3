"""Starts postcheck in the folder that ``tools/make_standalone.py`` builds."""

import multiprocessing

from postcheck.cli.main import run

if __name__ == "__main__":
    multiprocessing.freeze_support()  # the command also starts the processes that a check is spread over
    run()
