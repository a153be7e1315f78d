"""Events: who did what to whom, when, where, in which domain, on whose word."""

from rapprochement.events.coder import code

__all__ = ["code"]
