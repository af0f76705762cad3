"""Shell scripts that stand in for the Tesseract program, as it is called by the command itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postcheck.read.engines.sighted import WORD

needs_shell = pytest.mark.skipif(not Path("/bin/sh").exists(), reason="the pretenders are shell scripts")

_ANSWERS = """\
#!/bin/sh
case "$*" in
--version) echo "tesseract 5.3.0" ;;
--list-langs) printf 'List of available languages in "{data}" (1):\\neng\\n' ;;
*"--psm 7"*)
{own}
;;
*)
{reads}
;;
esac
"""
_READS = """\
    echo read >> "{log}"
    while read -r picture; do pages=$((pages + 1)); done < "$1"; pages=$((pages + 1))
    printf 'level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\t\
left\\ttop\\twidth\\theight\\tconf\\ttext\\n' > "$2.tsv"
    for page in $(seq $pages); do
        printf '1\\t%s\\t0\\t0\\t0\\t0\\t0\\t0\\t60\\t40\\t-1\\t\\n' $page >> "$2.tsv"
        printf '5\\t%s\\t1\\t1\\t1\\t1\\t20\\t20\\t60\\t20\\t96\\tRhys\\n' $page >> "$2.tsv"
        printf '5\\t%s\\t1\\t1\\t1\\t2\\t90\\t20\\t60\\t20\\t96\\tMorgan\\n' $page >> "$2.tsv"
    done"""
_SEES_OWN = """\
    printf 'level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\t\
left\\ttop\\twidth\\theight\\tconf\\ttext\\n1\\t1\\t0\\t0\\t0\\t0\\t0\\t0\\t60\\t40\\t-1\\t\\n\
5\\t1\\t1\\t1\\t1\\t1\\t20\\t20\\t60\\t20\\t96\\t{word}\\n' > "$2.tsv"\
"""
"""What is done with the one line of postcheck's own."""
_HANGS = """\
    echo $$ >> "{pids}"; sleep 60 & echo $! >> "{pids}"; wait"""


def program(folder: Path, script: str) -> Path:
    """Write a shell script that is called in Tesseract's place; ``$2`` is where its output belongs."""
    path = folder / "tesseract"
    path.write_text(script if script.startswith("#!") else f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def reading_tesseract(folder: Path, log: Path) -> Path:
    """Write a Tesseract that reads "Rhys Morgan" in every picture but postcheck's own.

    It writes a line into ``log`` whenever it is started for one.
    """
    (folder / "eng.traineddata").write_text("data")
    return program(folder, _ANSWERS.format(data=folder, reads=_READS.format(log=log), own=_SEES_OWN.format(word=WORD)))


def blind_tesseract(folder: Path, log: Path) -> Path:
    """Write a Tesseract that sees no word in any picture, and does not say so."""
    path = reading_tesseract(folder, log)
    script = path.read_text(encoding="utf-8")
    return program(folder, "\n".join(line for line in script.splitlines() if "printf '5" not in line).replace(WORD, ""))


def slow_tesseract(folder: Path, log: Path) -> Path:
    """Write the same, but slower than any time limit of a test."""
    path = reading_tesseract(folder, log)
    return program(folder, path.read_text(encoding="utf-8").replace("\n*)\n", "\n*) sleep 30\n", 1))


def hanging_tesseract(folder: Path, pids: Path) -> Path:
    """Write a Tesseract that never ends, and has a program of its own that does not either.

    Both put their numbers into ``pids``.
    """
    return program(
        folder, _ANSWERS.format(data=folder, reads=_HANGS.format(pids=pids), own=_SEES_OWN.format(word=WORD))
    )


def alive(pid: int) -> bool:
    """Whether a program still runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or ") Z " not in status.read_text()
