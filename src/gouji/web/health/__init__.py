"""What whoever runs the site watches: whether it is sound, how much it does and how fast."""
