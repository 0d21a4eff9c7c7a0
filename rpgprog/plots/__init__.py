"""Pictures of simulations and of what-ifs: charts, image files, and one page that holds everything."""

from .page import page
from .pictures import picture, save_picture

__all__ = ["page", "picture", "save_picture"]
