"""Settings: agency and platform, staff, look, catalogue, rules, and what this PC holds."""
