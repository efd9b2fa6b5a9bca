"""From raw source files to curated tables: one module a source family.

Nothing outside this package imports it, save the command line. A family module holds build functions and a
tuple ``TABLES`` that describes what they return; the list of families is in :mod:`dyadlens.sources.runner`.
"""
