"""Lets the tests of measures share their made-up events."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
