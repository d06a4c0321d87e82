from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from images.models.picture import Picture


class Refused(Exception):
    """A verb says no. The message is for the person who asked: what is the matter, and what to do. Nothing was changed."""


class SavedMeanwhile(Refused):
    """Somebody else changed the picture since it was opened."""


class InUse(Refused):
    """A picture that stands somewhere is not deleted."""


class Known(Refused):
    """The very same file is in the library already, as `picture`."""

    def __init__(self, picture: "Picture") -> None:
        gone = f", and was withdrawn: {picture.withdrawn_because}" if picture.withdrawn_at else ""
        super().__init__(f"This very file is in the library already{gone}.")
        self.picture = picture
