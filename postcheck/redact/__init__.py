"""A report and its pictures become safe copies."""
