"""The planner: how far a goal is, and the cheapest legal way there.

``gap`` finds it, on a ``Sandbox`` in which real events are tried and undone; ``report`` puts it
into words, ``step_rows`` into a table.
"""
