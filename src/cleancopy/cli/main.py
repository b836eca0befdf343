"""The program ``cleancopy``: extraction by default, other commands by name."""

import click

from cleancopy.cli.corpus import corpus_command
from cleancopy.cli.default_command import DefaultCommand
from cleancopy.cli.explain import explain_command
from cleancopy.cli.extract import RESUME_HINT, extract_command
from cleancopy.cli.serve import serve_command

_COMMANDS = {"extract": extract_command, "explain": explain_command, "corpus": corpus_command, "serve": serve_command}

main = click.version_option(package_name="cleancopy")(
    DefaultCommand(
        "cleancopy",
        subcommands=_COMMANDS,
        resume_hint=RESUME_HINT,
        callback=extract_command.callback,
        params=list(extract_command.params),
        help=extract_command.help,
        context_settings=extract_command.context_settings,
    )
)
"""The command line; ``extract`` is the default command."""
