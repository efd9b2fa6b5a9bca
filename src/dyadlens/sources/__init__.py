"""From raw source files to curated tables; only the command line imports it.

A source is a module and a `.yml` of one name in a folder for its subject. The `.yml` describes the tables; the module
has a function ``build_<table>`` for each. They are found where they lie: there is no list to enter them in.
"""
