"""Passages become mentions."""
