"""A release puts root.json here: whom it trusts updates from. Without it there are none."""
