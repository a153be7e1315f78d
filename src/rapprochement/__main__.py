"""``python -m rapprochement`` is the command line."""

from rapprochement.cli import main

if __name__ == "__main__":
    main()
