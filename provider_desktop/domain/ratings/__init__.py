"""The light: a rule language, one exact engine for estimate and official rating, and explanations."""
