"""The site's pages, by the place a person walks into; thin: a page asks an action or a reading and shows what it gives."""
