"""What a draft becomes when it is read."""
