"""What tests are made of: drafts, documents, pictures and schools, drawn and written by hand."""
