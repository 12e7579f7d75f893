"""Comparing two states of what was handed in."""
