"""What may stand in a journal, one class for each entry."""
