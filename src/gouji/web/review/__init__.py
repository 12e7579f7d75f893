"""Review: a submission as those see it who decide on it, what is published of it, and how far all are."""
