"""Documents uploaded for an audit: handed in, worked through finding by finding, taken away, deleted."""
