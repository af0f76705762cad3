"""How well names are read in pictures: invented pictures such as schools post, and the systems that read them."""
