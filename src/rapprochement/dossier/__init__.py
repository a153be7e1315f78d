"""A dossier: a folder of open formats that holds what was read, what was coded from it, and what people decided.

See ``docs/dossier.md`` for the folder's layout. :class:`Dossier` opens one; :func:`rapprochement.build` makes one.
"""

from rapprochement.dossier.dossier import Dossier, open_dossier

__all__ = ["Dossier", "open_dossier"]
