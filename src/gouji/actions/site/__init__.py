"""The verbs of the site, one per file: rights, checks, change and trail in one transaction; the same for pages, API and background work.

Each takes an `Origin` (who acts, from where) and raises `Refused` where the policy says no, `GoujiError` where the input is unusable; then nothing
has changed.
"""
