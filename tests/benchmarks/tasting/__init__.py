"""People like real ones, for the benchmark of taste indexes."""
