"""Check a school's draft posts for pupils' names and pictures before they are published."""

import os

__version__ = "0.1.0"

# onnxruntime, which runs the models, would otherwise report to its makers that it was used. Nothing leaves this
# machine.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
