"""What the benchmark of delivery stands on."""
