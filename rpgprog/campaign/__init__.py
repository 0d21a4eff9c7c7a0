"""A campaign opened: its file, its rolls, and the decisions that correct it."""
