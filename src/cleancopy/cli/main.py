"""The program ``cleancopy``: extraction by default, other jobs by name."""

import click

from cleancopy.cli.corpus import corpus_command
from cleancopy.cli.door import Door
from cleancopy.cli.explain import explain_command
from cleancopy.cli.extract import GOING_ON, extract_command
from cleancopy.cli.serve import serve_command

_COMMANDS = {"extract": extract_command, "explain": explain_command, "corpus": corpus_command, "serve": serve_command}

main = click.version_option(package_name="cleancopy")(
    Door(
        "cleancopy",
        others=_COMMANDS,
        going_on=GOING_ON,
        callback=extract_command.callback,
        params=list(extract_command.params),
        help=extract_command.help,
        context_settings=extract_command.context_settings,
    )
)
"""The command line; ``extract`` is what it does without another command's name."""
