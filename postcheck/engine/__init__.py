"""The composition root: drafts in, one report out."""
