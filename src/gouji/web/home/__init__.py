"""The home page: what is to be done, and by when."""
