"""What a backup looks like inside: the database and the files of the data folder each below a name of their own, and a manifest."""

SCHEMA = "gouji-backup/1"
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files"
