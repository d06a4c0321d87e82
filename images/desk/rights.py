"""Who may say something of which picture."""

from typing import TYPE_CHECKING

from images.models import Picture
from images.models.picture import PictureQuerySet

if TYPE_CHECKING:
    from accounts.models import User


def may_change(user: "User", picture: Picture) -> bool:
    """Say something else of it, point, crop, replace: whoever may change all pictures, and everyone what they uploaded."""
    return user.has_perm("images.change_picture") or is_own(user, picture)


def may_describe(user: "User", picture: Picture) -> bool:
    """Say the same of it and of others at once. Twin: describable."""
    return user.has_perm("images.describe_picture") or is_own(user, picture)


def describable(user: "User") -> PictureQuerySet:
    """Those this person may say the same of. Twin: may_describe."""
    if user.has_perm("images.describe_picture"):
        return Picture.objects.all()
    own = user.has_perm("images.change_own_picture")
    return Picture.objects.filter(uploaded_by=user) if own else Picture.objects.none()


def is_own(user: "User", picture: Picture) -> bool:
    return user.has_perm("images.change_own_picture") and picture.uploaded_by_id == user.pk
