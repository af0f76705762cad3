"""Characters, folding, tokens and source maps: what a text is made of, wherever it came from."""
