"""The API: the verbs and readings of the site for programs, described by OpenAPI; tokens, acts, errors with codes.

Belongs here: what goes over the wire. Not here: rights and rules, which are those of the verbs.
"""
