"""A draft becomes passages: everything in it that a person can read."""
