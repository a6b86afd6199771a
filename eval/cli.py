"""The command line of the evaluation: one parser, to which each group of commands adds its own.

What the commands print is Vietnamese, progress goes to stderr.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence

from corpus.error import UserError
from eval import adapter_cli, asked, beir_cli, checker_cli, endurance_cli, fit_cli, model_cli, report_cli, run_cli
from eval.environment import data_folder


def main(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one command; give the exit status."""
    arguments = _parser(environ).parse_args(argv)
    try:
        return int(arguments.run(arguments, environ))
    except UserError as error:
        print(error, file=sys.stderr)
        return 1


def _parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="Đo chất lượng của trợ lý.")
    commands = parser.add_subparsers(dest="command", required=True)
    data = data_folder(environ)
    beir_cli.add_commands(commands, data)
    fit_cli.add_command(commands, data)
    checker_cli.add_commands(commands)
    model_cli.add_commands(commands, data)
    endurance_cli.add_commands(commands, data)
    adapter_cli.add_command(commands, data)
    asked.add_command(commands)
    run_cli.add_commands(commands, data)
    report_cli.add_command(commands, data)
    return parser
