"""Measures, run by hand (``python -m tests.benchmarks``); the test suite never runs them."""
