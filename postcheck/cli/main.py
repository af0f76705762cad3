"""The ``postcheck`` command: it ends when it is told to, at any moment, and turns errors into exit codes.

Little is imported here, so that from its first moment on a signal finds somebody who answers.
"""

from __future__ import annotations

import _thread
import codecs
import gc
import io
import os
import signal
import sys
import warnings
from types import FrameType

from postcheck.errors import STOPPED, ExitCode, PostcheckError

_SIGNALS = (signal.SIGINT, signal.SIGTERM, *((signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()))
_SOON = 0.02
"""Seconds after which an interruption that nobody heard of comes once more."""
_COMPLETION = "_POSTCHECK_COMPLETE"
"""Set in the environment when a shell asks what may follow; the answer comes with an exit code of its own."""


def run() -> None:
    """Run the command and exit with the code that belongs to its outcome.

    No error shows a traceback: it could hold a pupil's name. Nothing but the last line ends the process with 0.
    """
    ending = _Ending()
    gc.disable()  # until the command has loaded what it needs: see postcheck.late
    if not sys.warnoptions:
        # Libraries' advice to programmers; standard error is for whoever runs the command.
        warnings.simplefilter("ignore")
    import logging  # noqa: PLC0415 - it takes a while, in which a signal may come

    logging.lastResort = logging.NullHandler()
    # Whatever extends pydantic on this computer is not shown pupils' data, nor searched for at each start.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    _write_plainer()
    code = _outcome(ending)
    if ending.signalled:
        # Said here, since a library may have taken the interruption for a failure of its own.
        _say(STOPPED)
        code = ExitCode.UNUSABLE if code is ExitCode.OK else code
        _flush()
        os._exit(code)  # threads that are still reading pictures would delay any other exit
    ending.forget()
    gc.freeze()  # nobody needs the cycles found in what the whole process gives back: a tenth of a short check
    sys.exit(code)


def _outcome(ending: _Ending) -> int:
    """Run the command, and return the exit code."""
    try:
        from postcheck.cli.app import app  # noqa: PLC0415 - it takes a while, in which a signal may come

        ending.loaded = True
        code = app(standalone_mode=False)
    except PostcheckError as error:
        _say(f"postcheck: {error}\n")
        return error.exit_code
    except BaseException as error:  # noqa: BLE001 - a crash is one line and exit code 2, whatever it was, Rust's panics too
        return _failed(error, ending)
    if code in set(ExitCode):
        return int(code)
    return ExitCode.OK if code is None else ExitCode.UNUSABLE  # the latter is what typer makes of a KeyboardInterrupt


def _failed(error: BaseException, ending: _Ending) -> int:
    """Say what ended the command, and return the exit code."""
    if isinstance(error, SystemExit) and _COMPLETION in os.environ:
        return error.code if isinstance(error.code, int) else ExitCode.OK
    if isinstance(error, SystemExit) and isinstance(error.__context__, BrokenPipeError):
        return ExitCode.UNUSABLE  # whoever reads has seen enough, and typer has closed the stream
    if ending.signalled:
        return ExitCode.UNUSABLE
    from postcheck.cli.usage import why_refused  # noqa: PLC0415 - rarely needed

    if refused := why_refused(error):
        _say(refused)
    elif isinstance(error, MemoryError):
        _say(
            "postcheck: there is not enough memory. Nothing was passed. Close other programs, or check fewer drafts.\n"
        )
    elif isinstance(error, ImportError):
        _say(
            "postcheck: a part of it could not be loaded: it is missing, or there is not enough memory. "
            "Nothing was passed. Install postcheck again, or close other programs.\n"
        )
    else:
        _say(
            f"postcheck: an internal error ({type(error).__name__}) stopped the check. "
            "Nothing was passed. Please report it.\n"
        )
    return ExitCode.UNUSABLE


class _Ending:
    """Answers signals: while the program is being loaded it ends at once, later in an orderly way."""

    def __init__(self) -> None:
        self.loaded = False
        """Whether there may be something to clear up."""
        self.signalled = False
        """Whether the command was told to end."""
        self._lost = False
        """Whether nobody heard of it."""
        self._number: int = signal.SIGINT
        for number in _SIGNALS:
            if signal.getsignal(number) is signal.SIG_IGN and number != signal.SIGINT:
                continue  # as nohup has it
            try:
                signal.signal(number, self._end)
            except ValueError:  # only the main thread hears of signals
                return
        sys.unraisablehook = self._unraisable

    def forget(self) -> None:
        """Let the system end the process from now on: nothing is left to do, and Python would show a traceback."""
        for number in _SIGNALS:
            if signal.getsignal(number) is signal.SIG_IGN:
                continue
            try:
                signal.signal(number, signal.SIG_DFL)
            except ValueError:
                return

    def _end(self, number: int, frame: FrameType | None) -> None:
        del frame
        if (self.signalled and not self._lost) or not self.loaded:
            _say(STOPPED)
            os._exit(ExitCode.UNUSABLE)
        self.signalled, self._lost, self._number = True, False, number
        raise KeyboardInterrupt

    def _unraisable(self, trouble: sys.UnraisableHookArgs) -> None:
        """Keep quiet, once it is stopped, about what failed where nobody could hear of it.

        If that was the interruption itself, which came while something was being thrown away, it comes once more. A
        command that answers signals in a way of its own has noted it, and asks before it goes on.
        """
        interrupted = issubclass(trouble.exc_type, KeyboardInterrupt)
        if not (self.signalled or interrupted):
            sys.__unraisablehook__(trouble)
        elif self.signalled and interrupted:
            import threading  # noqa: PLC0415 - rarely needed

            self._lost = True
            again = threading.Timer(_SOON, self._come_again)
            again.daemon = True
            again.start()

    def _come_again(self) -> None:
        """Send the signal once more: as a true one where there are some, which ends what the main thread waits for."""
        if hasattr(signal, "pthread_kill"):
            import threading  # noqa: PLC0415 - rarely needed

            signal.pthread_kill(threading.main_thread().ident or 0, self._number)
        else:
            _thread.interrupt_main(signal.Signals(self._number))


def _write_plainer() -> None:
    """Have what a terminal's encoding lacks (that of Windows' classic console, say) written in plainer signs."""
    codecs.register_error("postcheck", _plainer)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="postcheck")


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """Stand in for characters that cannot be encoded; see :func:`codecs.register_error`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    from postcheck.report.plain import fit  # noqa: PLC0415 - rarely needed

    return fit(error.object[error.start : error.end], error.encoding), error.end


def _say(text: str) -> None:
    """Write to standard error, if there is one."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError, RuntimeError):
        return  # RuntimeError: a signal came while it was being written to


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue
