"""The sample county: seeded, valid, invented people and their history at any size."""
