"""Passages become details: numbers, addresses, passwords and words about a person that no post should give away. One file a finder."""
