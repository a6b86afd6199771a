"""``python -m eval``: the edge where the environment is read."""

import io
import os
import sys

from eval.cli import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console in another code page cannot write Vietnamese
            stream.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:], os.environ))
