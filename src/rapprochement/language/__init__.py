"""Language packs: tokens, sentences and parse over a document's text, with the offsets of that text."""

from rapprochement.language.analysis import Analysis, Sentence
from rapprochement.language.french import FrenchPack
from rapprochement.language.normalise import normalise

__all__ = ["Analysis", "FrenchPack", "Sentence", "normalise"]
