"""The ``dyadlens`` command: one module a group of subcommands."""
