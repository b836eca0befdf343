"""A command that hands over to another when its first argument names one."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from cleancopy.cli.endings import Program


class Door(Program):
    """A command with others behind it.

    A click group wants a command's name every time; here the main job goes without one, and an input that is called
    like a command is given as ``./name``.

    others   commands by name
    """

    def __init__(self, *args: Any, others: Mapping[str, click.Command], **options: Any) -> None:
        super().__init__(*args, **options)
        self._others = others

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *rest: Any, **extra: Any) -> Any:
        """Run the command that the first argument names, else this one."""
        words = list(sys.argv[1:] if args is None else args)
        name = prog_name or self.name
        if words and words[0] in self._others:
            return self._others[words[0]].main(words[1:], f"{name} {words[0]}", *rest, **extra)
        return super().main(words, name, *rest, **extra)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the other commands under the options."""
        with formatter.section("Other commands"):
            formatter.write_dl([(name, command.get_short_help_str()) for name, command in self._others.items()])
