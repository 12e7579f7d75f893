"""One's own account: name, language, password, second factor, tokens, last sign-ins."""
