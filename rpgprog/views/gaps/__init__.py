"""E1. Where am I, where do I want to go, what is the cheapest way: parts of ``rpgprog.views.gap``."""
