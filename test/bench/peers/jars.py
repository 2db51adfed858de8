"""Fetches the jars of a lock with jgo (pure Python, no Maven) and checks their SHA-256.

    jars.py LOCK FOLDER      the folder appears whole or not at all
"""

import runpy
import sys
from pathlib import Path

FETCH = Path(__file__).parents[2] / "spark" / "jars.py"

lock, folder = map(Path, sys.argv[1:])
program = runpy.run_path(str(FETCH), run_name="jars")
program["main"](folder.absolute(), lock)
