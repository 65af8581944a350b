"""What the receiver keeps: append-only tables for what was said, projections for quick questions about it."""
