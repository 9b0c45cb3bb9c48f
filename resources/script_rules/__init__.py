"""Lists the pre-flight of scripts looks names up in."""
