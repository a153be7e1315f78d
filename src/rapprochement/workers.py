"""A supervised pool of worker processes: results in the order of the input, whatever happens to a worker.

A worker that dies or takes too long is replaced; the items it held are tried again one by one, so that only the one
at fault is given up. Workers are started as programs of their own (``python -m rapprochement.workers``) and not by
forking, so that scripts need no ``if __name__ == "__main__"`` guard and no thread or lock of the parent is copied. A
worker whose parent is gone finds its input closed and ends.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from rapprochement.errors import RapprochementError

START_SECONDS = 120.0
"""Time a worker may take to load its model; a cold disk on a small machine needs half a minute."""


MEMORY = 6 << 30
"""Address space of a worker in bytes: four times what model and libraries map. A document that asks for more is given up."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What stands in place of a result that could not be had.

    ``cause`` is ``"failed"``, ``"crashed"`` or ``"timeout"``; ``detail`` a traceback, where there is one.
    """

    cause: str
    message: str
    detail: str = ""


@dataclass(slots=True)
class _Task:
    """Items that go to a worker together, with their places in the input."""

    first: int
    items: list[Any]


@contextlib.contextmanager
def _interrupt_ignored() -> Iterator[None]:
    """Start children deaf to Ctrl-C from their first instruction: it is the parent's to answer."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Worker:
    """One child process and the thread that talks to it."""

    def __init__(self, function: str, arguments: tuple[Any, ...], reports: Reports) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        environment["PYTHONPATH"] = os.pathsep.join(p for p in sys.path if p)
        with _interrupt_ignored():
            self.process = subprocess.Popen(
                # -P: what lies in the current folder, among the articles perhaps, is never imported
                [sys.executable, "-P", "-m", "rapprochement.workers"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
            )
        self.task: _Task | None = None
        self.deadline = time.monotonic() + START_SECONDS
        self.ready = False
        self._reports = reports
        self._send((function, arguments))
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        with stream, contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):  # all: the worker is gone
            while True:
                kind, content = pickle.load(stream)
                self._reports.put((self, kind, content))
        self._reports.put((self, "gone", None))

    def _send(self, content: Any) -> None:
        stream = self.process.stdin
        assert stream is not None
        with contextlib.suppress(OSError):  # a broken pipe: the listener reports that the worker is gone
            pickle.dump(content, stream, protocol=5)
            stream.flush()

    def give(self, task: _Task, seconds: float) -> None:
        self.task = task
        self.deadline = time.monotonic() + seconds
        self._send(task.items)

    def stop(self) -> None:
        """End the child, whatever it is doing; the listener then meets the end of its stream."""
        self.process.kill()
        self.process.wait()
        self._listener.join()
        stream = self.process.stdin
        assert stream is not None
        with contextlib.suppress(OSError):  # unsent bytes to a process that is gone
            stream.close()


Reports = queue.Queue[tuple[_Worker, str, Any]]


@dataclass(slots=True)
class Pool:
    """Applies a function to batches of items in worker processes.

    Parameters
    ----------
    function : str
        ``"module:name"`` of a callable that, called once in each worker with ``arguments``, returns the function from
        a list of items to an iterable of as many results. Both must be picklable.
    arguments : tuple
        Its arguments.
    processes : int
        Workers at most; no more are started than there are batches.
    seconds : callable
        From an item to the seconds a worker may spend on it.

    Examples
    --------
    >>> pool = Pool("rapprochement.workers:example", (2,), processes=1)
    >>> list(pool.run([[1, 2], [3]]))
    [2, 4, 6]
    """

    function: str
    arguments: tuple[Any, ...] = ()
    processes: int = 1
    seconds: Callable[[Any], float] = field(default=lambda _: 600.0)
    ahead: int = 64

    def run(self, batches: Iterable[Sequence[Any]]) -> Iterator[Any]:
        """Yield one result (or :class:`Lost`) for each item of ``batches``, in order.

        Raises
        ------
        RapprochementError
            If a worker cannot start, with the reason it gave.
        """
        source = iter(batches)
        reports: Reports = queue.Queue()
        workers: list[_Worker] = []
        again: deque[_Task] = deque()
        done: dict[int, Any] = {}
        taken = given = 0
        exhausted = False
        try:
            while True:
                while True:
                    task: _Task | None = again.popleft() if again else None
                    if task is None and not exhausted and taken - given < self.ahead * 8:
                        items = next(source, None)
                        if items is None:
                            exhausted = True
                        elif items:
                            task = _Task(taken, list(items))
                            taken += len(items)
                        else:
                            continue
                    if task is None:
                        break
                    idle = next((w for w in workers if w.ready and w.task is None), None)
                    if idle is None:
                        again.appendleft(task)
                        if len(workers) < self.processes and all(w.ready for w in workers):
                            workers.append(_Worker(self.function, self.arguments, reports))
                        break
                    idle.give(task, sum(self.seconds(item) for item in task.items))
                while given in done:
                    yield done.pop(given)
                    given += 1
                if exhausted and given == taken:
                    return
                self._take_report(reports, workers, again, done)
        finally:
            for worker in workers:
                worker.stop()

    def _take_report(
        self,
        reports: Reports,
        workers: list[_Worker],
        again: deque[_Task],
        done: dict[int, Any],
    ) -> None:
        """Wait for the next report or deadline and act on it."""
        active = [w for w in workers if w.task is not None or not w.ready]
        patience = max(0.0, min((w.deadline for w in active), default=time.monotonic()) - time.monotonic())
        try:
            worker, kind, content = reports.get(timeout=min(patience, 3600.0))
        except queue.Empty:
            now = time.monotonic()
            for late in [w for w in active if w.deadline <= now]:
                if not late.ready:
                    raise RapprochementError(f"a worker process did not start within {START_SECONDS:.0f} s") from None
                workers.remove(late)
                late.stop()
                self._give_up(late, "timeout", "took longer than the time limit", again, done)
            return
        if worker not in workers:
            return
        if kind == "ready":
            worker.ready = True
        elif kind == "failed":
            raise RapprochementError(content) if isinstance(content, str) else content
        elif kind == "results" and worker.task is not None:
            task, worker.task = worker.task, None
            done.update(enumerate(content, task.first))
        elif kind == "gone":
            workers.remove(worker)
            worker.stop()
            how = f"a worker process ended with status {worker.process.returncode}"
            if not worker.ready:
                raise RapprochementError(f"{how} before it was ready (too little memory?); see the messages above")
            self._give_up(worker, "crashed", how, again, done)

    def _give_up(self, worker: _Worker, cause: str, message: str, again: deque[_Task], done: dict[int, Any]) -> None:
        task = worker.task
        if task is None:
            return
        if len(task.items) == 1:
            done[task.first] = Lost(cause, message)
        else:
            again.extend(_Task(task.first + i, [item]) for i, item in enumerate(task.items))


def example(factor: int) -> Callable[[list[int]], list[int]]:
    """Return a function that multiplies by ``factor``: the smallest function a pool can run."""
    return lambda items: [factor * item for item in items]


def resolve(name: str) -> Any:
    """Return the object that ``"module:name"`` names.

    Examples
    --------
    >>> resolve("rapprochement.workers:example") is example
    True
    """
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)


def _serve(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Run in the worker: make the function, then answer every batch until the input ends."""

    def reply(kind: str, content: Any) -> None:
        pickle.dump((kind, content), replies, protocol=5)
        replies.flush()

    name, arguments = pickle.load(requests)
    try:
        function = resolve(name)(*arguments)
    except RapprochementError as error:
        reply("failed", error)
        return
    except Exception as error:  # told to the parent, which raises it there
        reply("failed", f"a worker process cannot start: {type(error).__name__}: {error}")
        return
    reply("ready", None)
    while True:
        try:
            items = pickle.load(requests)
        except EOFError:
            return
        try:
            results = list(function(items))
        except RapprochementError as error:
            reply("failed", error)
            return
        reply("results", results)


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _end_with_parent(parent: int) -> None:
    """End this process when its parent was killed while a document hangs here, so that no orphan keeps a processor busy."""
    while os.getppid() == parent:
        time.sleep(2.0)
    os._exit(1)


def main() -> None:
    """Serve the parent over standard input and output; whatever a library prints goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    _limit_memory()
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
