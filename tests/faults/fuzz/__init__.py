"""Inputs that nobody would write, one target a parser: ``python -m tests.faults.fuzz --inputs 100000``."""
