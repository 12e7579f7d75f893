"""Reading books: contents, indicators, facts, registers, forms, checks, scores."""
