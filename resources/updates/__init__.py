"""A release puts root.json here: whom it trusts updates from. Without it there are none.

sample.json is a root that nobody trusts, signed by keys that were thrown away; the self-test
checks its signature.
"""
