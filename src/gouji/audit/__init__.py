"""Documents of others → numbers with subjects → claims → verdicts → findings.

Belongs here: the tokenizer for numbers in prose, reading a document for its numbers, one module per kind of relation, findings, decisions,
delivery. Not here: file formats (papers), knowledge of one document.
"""

from gouji.audit.auditing import audit_document
from gouji.audit.claims import Audit
from gouji.audit.claims import Claim
from gouji.audit.claims import Coverage
from gouji.audit.claims import Finding
from gouji.audit.claims import Spot

__all__ = ["Audit", "Claim", "Coverage", "Finding", "Spot", "audit_document"]
