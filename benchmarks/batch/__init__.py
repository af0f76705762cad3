"""How long a batch takes: many drafts side by side, and the same drafts a second time."""
