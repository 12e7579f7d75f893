"""The site's database: tables and migrations, a Book and a writer over them, rights turned into filters; the only place that knows tables.

Belongs here: models, queries, the live book, the trail, jobs. Not here: what may be changed and when (actions), pages (web).
"""
