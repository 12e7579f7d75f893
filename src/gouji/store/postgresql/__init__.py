"""Django's PostgreSQL, with a test of a kept connection that costs nothing."""
