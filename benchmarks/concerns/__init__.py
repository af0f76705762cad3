"""How many sentences that a policy wants a person to see are seen, by word lists and by the classifier of sentences."""
