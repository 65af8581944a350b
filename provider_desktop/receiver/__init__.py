"""The regulator's reference receiver: takes in entries, judges them and publishes statements."""
