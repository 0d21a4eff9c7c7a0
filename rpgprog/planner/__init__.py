"""The planner: how far a goal is, and the cheapest legal way there."""
