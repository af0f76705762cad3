"""A report and its images become safe copies."""
