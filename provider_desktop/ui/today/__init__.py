"""Today: what to do now, and the four figures of the day."""
