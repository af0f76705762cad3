"""What may be a name: by the roll, and by what the language model sees."""
