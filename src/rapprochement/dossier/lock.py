"""The lock of a dossier: one build at a time, with the owner's name and the lock's age in the message for the other.

The operating system's own file lock decides (it falls with its process, even on kill -9); the file's content only
tells who.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from rapprochement.errors import DossierError

LOCK_FILE = "lock"
_OFFSET = 1 << 20
"""On Windows a locked byte cannot be read by others, so the byte locked lies beyond the content."""


def _try_lock(handle: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(_OFFSET)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user id without a name
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "unknown user"


def _holder(path: Path) -> str:
    try:
        owner = json.loads(path.read_text(encoding="utf-8"))
        age = max(0, int((datetime.now(UTC) - datetime.fromisoformat(owner["since"])).total_seconds()))
        return f"{owner['user']} on {owner['host']} (process {owner['pid']}, for {age} s)"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


@contextlib.contextmanager
def locked(root: Path, wait: float = 10.0) -> Iterator[None]:
    """Hold the lock of the dossier at ``root``.

    Parameters
    ----------
    root : pathlib.Path
        An existing dossier folder.
    wait : float
        Seconds to wait for another build before giving up.

    Raises
    ------
    DossierError
        If another process still holds the lock after ``wait`` seconds; the message says who and for how long.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, locked(Path(folder)):
    ...     "pid" in json.loads((Path(folder) / LOCK_FILE).read_text())
    True
    """
    path = root / LOCK_FILE
    deadline = time.monotonic() + wait
    with path.open("a+", encoding="utf-8") as handle:
        while not _try_lock(handle):
            if time.monotonic() >= deadline:
                raise DossierError(
                    f"another build works on {root}: {_holder(path)}; wait for it to end, or stop it, and build again"
                )
            time.sleep(0.1)
        owner = {
            "pid": os.getpid(),
            "user": _user(),
            "host": socket.gethostname(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        handle.seek(0)
        handle.truncate()
        handle.write(json.dumps(owner) + "\n")
        handle.flush()
        try:
            yield
        finally:
            handle.seek(0)
            handle.truncate()
