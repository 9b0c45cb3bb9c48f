"""The Qt shell: windows, pages and widgets over the services of core."""
