"""Updates in the window: what is offered, and when it may be installed."""
