"""Long work as people see it: how far it is, what came of it, called off."""
