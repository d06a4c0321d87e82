from images.models.move import PictureMove
from images.models.picture import Known, Picture, Refused
from images.models.words import PictureWords

__all__ = ["Known", "Picture", "PictureMove", "PictureWords", "Refused"]
