"""复述: what restatement.find is made of: who may be one quantity (comparing), who agrees (agreeing), who differs (differing), tables (aligned)."""
