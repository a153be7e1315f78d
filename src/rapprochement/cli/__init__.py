"""The command line: ``rapprochement build|show|explain|export|times|codebook|check|doctor|page``.

Exit codes: 0 done, 1 some documents could not be read (each named) or a check found faults, 2 wrong usage or a
dossier that cannot be used, 130 stopped with Ctrl-C.
"""

from rapprochement.cli.app import app, main

__all__ = ["app", "main"]
