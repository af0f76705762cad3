"""File formats: bytes become text, tables and trees, with the place of everything.

They know nothing of drafts or pupils.
"""
