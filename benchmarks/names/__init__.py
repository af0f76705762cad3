"""How well names are found in school posts.

Postcheck's finder and what a user might pick instead read the same texts in one run.
"""
