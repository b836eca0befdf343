"""Names of fields as the value of an option."""

import click

from cleancopy.options import check_fields


def parse_field_names(_ctx: click.Context, _param: click.Parameter, names: str | None) -> frozenset[str] | None:
    """The names of an option, which commas separate, as a set. `click.BadParameter` if there is no such field."""
    if names is None:
        return None
    try:
        return check_fields([name.strip() for name in names.split(",")])
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
