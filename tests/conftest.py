"""What all tests go by."""

from __future__ import annotations

import os

from hypothesis import settings

# How long an example takes says only what else the machine is doing. A checkout is judged by the same examples each time; at a developer's desk
# hypothesis looks for new ones.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
