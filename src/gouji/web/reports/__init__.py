"""Reports: built from a state of a book, kept as versions, looked at with the inspector, taken away, compared."""
