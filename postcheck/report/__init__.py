"""A report becomes text, one file a format."""
