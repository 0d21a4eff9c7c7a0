"""Playing builds through a ruleset: many campaigns at once, or one at a time."""
