"""The file of builds: who they are, what they want, what a session at the table is like."""
