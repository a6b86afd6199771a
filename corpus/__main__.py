"""``python -m corpus``: the edge where the environment is read."""

import io
import os
import sys

from corpus.cli import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console in another code page cannot write Vietnamese
            stream.reconfigure(encoding="utf-8")
    try:
        status = main(sys.argv[1:], os.environ)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe has seen enough; Python must not write to it again on its way out
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status)
