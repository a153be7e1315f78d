"""The one tree of errors: everything the program raises on purpose is a :class:`RapprochementError`.

``reason`` is a short stable key (it stands in the ``documents`` table and in tests); the message is for people and names a
way out where there is one.
"""

from __future__ import annotations


class RapprochementError(Exception):
    """Base of all errors raised on purpose.

    Parameters
    ----------
    message : str
        One sentence for the user.

    Examples
    --------
    >>> issubclass(DocumentError, RapprochementError)
    True
    """

    reason: str = "error"


class DocumentError(RapprochementError):
    """One document cannot be read; the others go on.

    Parameters
    ----------
    reason : str
        Stable key such as ``"empty"``, ``"truncated-pdf"``, ``"password"``, ``"too-large"``, ``"zip-bomb"``.
    message : str
        One sentence for the user.

    Examples
    --------
    >>> DocumentError("empty", "the file holds no text").reason
    'empty'
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class CodebookError(RapprochementError):
    """The vocabulary (a YAML file of the codebook or of an overlay) is wrong; the message names file and entry."""

    reason = "codebook"


class DossierError(RapprochementError):
    """A dossier folder is missing, damaged, locked or of a newer format."""

    reason = "dossier"


class UsageError(RapprochementError):
    """The user asked for something that does not exist; the message lists what does."""

    reason = "usage"
