"""What the benchmark of the analysis is made of: who listens, and how they are scored."""
