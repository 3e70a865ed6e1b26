"""How fast the site is, against a floor and against its peers, and whether that is what it set out to be.

``python -m tests.benchmarks finding`` measures lists and search, ``python -m tests.benchmarks load`` a site that is written to
and read at once. Each starts servers of its own on loopback, on generated databases, and ends them. pytest collects none of it.
"""
