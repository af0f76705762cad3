"""What an audit costs: an archive of years of posts and pictures, read once and judged again and again."""
