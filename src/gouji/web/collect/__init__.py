"""Collecting: rounds, the entry of figures, checks and submitting."""
