"""Reports: papers of the agency, looked at and written to files."""
