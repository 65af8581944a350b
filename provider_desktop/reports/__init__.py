"""The papers an agency prints, as PDF."""
