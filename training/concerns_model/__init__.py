"""Makes the classifier of sentences that ships in ``postcheck/data/concerns``."""
