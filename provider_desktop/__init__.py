"""The agency's side of the exchange with the care regulator, and the regulator's reference receiver."""

__version__ = "0.2.0"
