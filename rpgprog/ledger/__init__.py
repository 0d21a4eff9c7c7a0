"""The ledger: accounts, and the exact numbers they hold."""
