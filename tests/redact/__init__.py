"""Safe copies of pictures."""
