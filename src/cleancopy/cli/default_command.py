"""A command that runs a subcommand if its first argument names one."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from cleancopy.cli.console import ConsoleCommand


class DefaultCommand(ConsoleCommand):
    """A command that also has subcommands.

    A click group always needs the name of a command. Here the main job needs none; an input file with the name of a
    subcommand is given as ``./name``.

    subcommands   by name
    """

    def __init__(self, *args: Any, subcommands: Mapping[str, click.Command], **options: Any) -> None:
        super().__init__(*args, **options)
        self._subcommands = subcommands

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *rest: Any, **extra: Any) -> Any:
        """Run the subcommand that the first argument names, else this command."""
        arguments = list(sys.argv[1:] if args is None else args)
        name = prog_name or self.name
        if arguments and arguments[0] in self._subcommands:
            return self._subcommands[arguments[0]].main(arguments[1:], f"{name} {arguments[0]}", *rest, **extra)
        return super().main(arguments, name, *rest, **extra)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands below the options."""
        with formatter.section("Other commands"):
            formatter.write_dl([(name, command.get_short_help_str()) for name, command in self._subcommands.items()])
