"""Rating: the official light beside the estimate, why it is so, and what turns it."""
