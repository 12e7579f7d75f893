"""Files to and from people: plain blocks become Word, Excel and HTML; CSV and XLSX become raw tables. Knows nothing of books and formulas.

Belongs here: one module or folder per file format, and the blocks a document is made of (`blocks`).
"""
