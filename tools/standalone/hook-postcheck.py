"""Tells PyInstaller to take postcheck's own code along as text too: what is remembered of pictures depends on it."""

module_collection_mode = "pyz+py"
