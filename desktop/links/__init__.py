"""What the operating system hands to FlowPilot: links and files, shown and nothing more."""
