from images.models.move import PictureMove
from images.models.picture import Picture
from images.models.refusals import Known, Refused
from images.models.words import PictureWords

__all__ = ["Known", "Picture", "PictureMove", "PictureWords", "Refused"]
