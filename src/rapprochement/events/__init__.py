"""Events: who did what to whom, when, where, in which domain, on whose word.

:func:`code` codes a document; :func:`explain` says why a mention is coded as it is. The way of a sentence through the room:
``view`` (tokens with actors) → ``matcher`` (triggers of ``frames``) → ``slots``, ``roles`` (both sides) → ``memory`` (sides told
elsewhere) → ``status`` → ``dedupe`` → ``utterances`` → ``dates``, ``speaking``, ``domains``, ``places``, ``quantities``.
"""

from rapprochement.events.coder import code
from rapprochement.events.explain import Explanation, explain

__all__ = ["Explanation", "code", "explain"]
