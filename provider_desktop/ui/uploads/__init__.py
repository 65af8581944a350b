"""Upload: what waits, what came back and why, and the receipts anyone can verify."""
