"""The officer's desk: a page on this computer only, on which a post is checked while it is written."""
