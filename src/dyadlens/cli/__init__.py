"""The ``dyadlens`` command: each module adds its subcommands to one application."""

import typer

app = typer.Typer(
    name="dyadlens",
    help="Tell whether the data support a claim about a pair of states.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
