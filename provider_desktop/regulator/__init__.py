"""The network client that carries the exchange to the regulator and back."""
