"""The verbs: open, check, score, report, import, record, begin a book. The only writers of books; none of them prints.

Belongs here: what a command, a page and an interface do alike. Not here: words on a screen, arithmetic, file formats.

Each is imported from its own file (`from gouji.actions.open_book import open_book`), so that a command loads only what it uses.
"""
