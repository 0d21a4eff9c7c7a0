"""The entries of a journal, a class each."""
