"""Builds played many times, under the rules that played campaigns have."""
