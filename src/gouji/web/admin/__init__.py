"""The places of the three administrators: accounts and roles, books, rights, the trail, the system."""
