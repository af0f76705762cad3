"""How the language model that finds persons' names is made and measured."""

import os

# Threads that wait for one another must not spin: on a machine that is used for other things as well, that makes
# training five times slower.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("KMP_BLOCKTIME", "0")
