"""The pictures of ``sample_posts/``, drawn."""
