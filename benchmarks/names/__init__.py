"""How well names are found in school posts: postcheck's finder beside what a user would pick instead, on the same texts in one run."""
