"""The page and the exports of a dossier."""

from rapprochement.publish.page import render, write_page

__all__ = ["render", "write_page"]
