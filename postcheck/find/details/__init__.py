"""Passages become details: numbers, addresses, passwords and words about a person that no post should give away.

Each finder has a file of its own.
"""
