"""What stands in for engines, detectors and language models.

It does as a test says, and it also misbehaves as real ones do.
"""
