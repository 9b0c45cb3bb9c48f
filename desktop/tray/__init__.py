"""FlowPilot in the notification area: its icon, and notices while the window is not in front."""
