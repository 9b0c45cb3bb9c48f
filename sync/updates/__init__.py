"""Updates: what is offered, whether it can be trusted, and when it may be installed.

Off until an address, a channel and a root of trust are there. Nothing here installs unbidden.
"""
