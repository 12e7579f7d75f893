"""Signing in and out, the second factor, one's own account."""
