"""Search: a page of hits, and suggestions under the box of the header while one types."""
