"""How every connection leaves this laptop: by which proxy, and trusting which certificates."""
