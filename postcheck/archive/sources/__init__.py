"""One file a source: from the files of an export to items."""
