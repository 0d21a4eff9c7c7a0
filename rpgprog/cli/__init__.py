"""The command line: a face only, what it shows comes from the views."""
