"""Running a script on this laptop: what was shown, as data beside it, and an honest record."""
