"""Files and folders become documents: text with offsets, metadata with the place it was found in, section tree."""

from rapprochement.documents.corpus import CorpusReader, read_corpus
from rapprochement.documents.limits import Limits
from rapprochement.documents.reasons import REASONS

__all__ = ["REASONS", "CorpusReader", "Limits", "read_corpus"]
