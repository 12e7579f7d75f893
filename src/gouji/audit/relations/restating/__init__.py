"""复述, in parts: who may be one quantity (comparing), who agrees (agreeing), who differs (differing), and what stands twice as a whole:
tables (aligned), enumerations (lists), sentences (sentences), labelled entries (records). restatement.find puts them together.
"""
