"""Marks in the user's own file: comments in Word, highlights in PDF, cell comments in Excel. The text itself is never changed.

Belongs here: one module per format, imported by its own name, so that only what is marked is loaded. What is said in a mark belongs to those who ask for it.
"""
