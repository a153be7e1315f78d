"""Which document was made from which: copies and rewrites, so that a retelling is not counted as a second witness."""

from rapprochement.reconcile.lineage.changes import changes
from rapprochement.reconcile.lineage.derivation import find_derivations, lineages
from rapprochement.reconcile.lineage.terms import Background, profile

__all__ = ["Background", "changes", "find_derivations", "lineages", "profile"]
