"""Lets a stand-alone postcheck find the Tesseract that came along with it, if one did."""

import os
import sys
from pathlib import Path

_folder = Path(getattr(sys, "_MEIPASS", ""), "tesseract")
if _folder.is_dir():
    os.environ["PATH"] = os.pathsep.join((str(_folder), os.environ.get("PATH", "")))
    os.environ["TESSDATA_PREFIX"] = str(_folder / "tessdata")
