"""Needs, calls, complaints and incidents: their list, their forms, and one record whole."""
