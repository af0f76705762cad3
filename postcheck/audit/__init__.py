"""What is already published, read once into a store and judged as often as the list of consent changes."""
