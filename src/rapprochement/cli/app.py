"""The application: its commands put together, and one way for every failure to be told."""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import typer

from rapprochement.errors import RapprochementError

DONE, SOME_FAILED, WRONG, STOPPED = 0, 1, 2, 130
DEBUG = "--debug"
F = TypeVar("F", bound=Callable[..., Any])

app = typer.Typer(
    name="rapprochement",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from rapprochement import __version__

        typer.echo(f"rapprochement {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", help="Print the version and stop.", callback=_version, is_eager=True
    ),
    debug: bool = typer.Option(False, DEBUG, help="Show tracebacks and log messages (may stand anywhere)."),
) -> None:
    """Read news about states and keep the system of their relations as sourced, dated event data.

    Start with `rapprochement build FOLDER -o DOSSIER`, then `rapprochement show DOSSIER chronology`.
    """


def debugging() -> bool:
    """Tell whether tracebacks are wanted (``--debug``, or ``RAPPROCHEMENT_DEBUG`` set)."""
    return bool(os.environ.get("RAPPROCHEMENT_DEBUG"))


def told(function: F) -> F:
    """Make a command tell its failures in one sentence, with the right exit code."""

    @functools.wraps(function)
    def command(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except RapprochementError as error:
            if debugging():
                raise
            _say(f"Error: {error}")
            raise typer.Exit(WRONG) from error
        except KeyboardInterrupt as error:
            _say("Stopped. What was complete before is kept; the same command goes on from there.")
            raise typer.Exit(STOPPED) from error
        except BrokenPipeError as error:  # "| head" has read enough
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(DONE) from error
        except typer.Exit:
            raise
        except Exception as error:
            if debugging():
                raise
            _say(
                f"Error inside the program ({type(error).__name__}: {error}). Run it again with --debug and report what it prints."
            )
            raise typer.Exit(WRONG) from error

    return command  # type: ignore[return-value]


def _say(message: str) -> None:
    from rapprochement.cli.render import clean

    typer.echo(clean(message), err=True)


def main() -> None:
    """Run the command line."""
    arguments = sys.argv[1:]
    if DEBUG in arguments:
        arguments = [a for a in arguments if a != DEBUG]
        os.environ["RAPPROCHEMENT_DEBUG"] = "1"
    logging.basicConfig(
        level=logging.DEBUG if debugging() else logging.CRITICAL, format="%(levelname)s %(name)s: %(message)s"
    )
    for stream in (sys.stdout, sys.stderr):  # a terminal that cannot show a letter shows "?" instead of failing
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app(args=arguments, prog_name="rapprochement")


from rapprochement.cli import building, care, exporting, forecasting, showing  # noqa: E402, F401  (the commands register themselves)
