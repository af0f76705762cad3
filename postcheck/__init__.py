"""Check a school's draft posts for pupils' names and pictures before they are published."""

__version__ = "0.1.0"
