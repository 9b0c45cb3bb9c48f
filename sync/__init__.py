"""Everything that leaves the laptop: what is reachable, and later the server and the PSA."""
