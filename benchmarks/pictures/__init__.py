"""How well names are read in pictures: invented pictures of what schools post, and what reads them."""
