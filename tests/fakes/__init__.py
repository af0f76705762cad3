"""What stands in for engines, detectors and language models: it does as a test says, and it also misbehaves as real ones do."""
