"""Opens, unpacks and renders pictures, wherever they are."""
