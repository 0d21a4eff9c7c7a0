"""What people look at: rows made from balances and postings. Nothing is printed here."""
