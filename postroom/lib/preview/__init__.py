"""HTML mail for people: harmless, with true targets of links, images that ask before they tell, light and dark; pure."""

from postroom.lib.preview.images import image_type, remote_images
from postroom.lib.preview.page import Theme, preview
from postroom.lib.preview.rewrite import Places, safe_fragment

__all__ = ["Places", "Theme", "image_type", "preview", "remote_images", "safe_fragment"]
