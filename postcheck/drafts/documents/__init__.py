"""Documents that a draft may be, besides text: Word files, web pages, PDFs."""
