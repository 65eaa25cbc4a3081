"""Real listeners, who are friends of whom, and what finds that out again."""
