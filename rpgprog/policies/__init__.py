"""The house rules, one a module; none knows another."""
