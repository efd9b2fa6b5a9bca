"""The ``dyadlens`` command: one module a group of subcommands, each of which adds its own to the application."""
