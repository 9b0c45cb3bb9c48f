"""The guided demo: the main job, played in the real window by its visible buttons."""
