"""Tables that a scheduler is fed with: each row is a post."""
