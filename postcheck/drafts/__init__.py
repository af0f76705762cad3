"""Posts as files: which belong together, and what each of them holds."""
