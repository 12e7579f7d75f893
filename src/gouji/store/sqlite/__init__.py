"""Django's SQLite, its writers of one process one after the other."""
