"""What simulated campaigns come to: medians, bands, goals, crossings, sensitivity."""
