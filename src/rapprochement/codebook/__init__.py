"""The vocabulary as data: YAML entries validated on load, overlaid by ``--codebook DIR``.

A codebook file is a mapping ``{kind: NAME, entries: [ … ]}``; every entry has an ``id`` unique within its kind. Files lie
under ``data/`` (all languages) and ``data/fr/`` (French), anywhere below; an overlay folder holds files of the same form, and
an entry with a known id replaces the built-in one. Each room defines the pydantic model of its own kinds and asks for them
with :meth:`Codebook.entries`.
"""

from rapprochement.codebook.loader import Codebook, Entry, load_codebook

__all__ = ["Codebook", "Entry", "load_codebook"]
