"""The kinds of rule, one file each."""
