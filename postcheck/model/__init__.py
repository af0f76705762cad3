"""The frozen values that every room shares. They hold tuples, know nothing of files or libraries, and never print."""
