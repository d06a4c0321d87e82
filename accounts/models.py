from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Someone who signs in at the desk. Knows nothing of stories; an author need not be a user."""

    class Meta(AbstractUser.Meta):
        verbose_name = "account"
        verbose_name_plural = "accounts"

    def __str__(self) -> str:
        return (self.get_full_name() or self.username)[:160]  # as much as the records of stories keep
