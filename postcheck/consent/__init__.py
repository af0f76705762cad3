"""What families said: the consent list, its doubts, the exports that it is made from, and the people list."""
