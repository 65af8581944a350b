"""Photos and scans in the window: bringing them in, putting them to visits, looking at them."""
