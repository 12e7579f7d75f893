"""Migrations of the store, in order; each can be run on an older database with data in it."""
