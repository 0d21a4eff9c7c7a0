"""The engine: events in, postings out."""
