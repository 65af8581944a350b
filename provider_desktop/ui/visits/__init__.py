"""Visits: quick entry, lists, detail, correction and import."""
