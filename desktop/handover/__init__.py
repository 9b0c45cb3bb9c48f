"""One FlowPilot per profile: a second start hands over what it was asked to open, and ends."""
