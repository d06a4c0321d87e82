"""The desk's forms for accounts."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from accounts.models import User

ADMINISTRATOR = "Administrator"
# What each role is for, in words; what it may do is the table in newsroom/roles.py.
IN_WORDS = {
    "Reporter": "writes stories, submits them, and changes those of their own",
    "Editor": "changes, publishes and unpublishes every story",
    "Bio manager": "looks after authors, bios and outlets",
    ADMINISTRATOR: "all of this, and the paper’s settings and accounts",
}


class Boxes(forms.CheckboxSelectMultiple):
    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Each box lies in its label, which needs no `for`."""
        option = super().create_option(*args, **kwargs)
        option["attrs"].pop("id", None)
        return option


class Roles(forms.ModelMultipleChoiceField):
    widget = Boxes

    def label_from_instance(self, role: Any) -> str:
        return f"{role.name}: {IN_WORDS[role.name]}"


class AccountForm(forms.ModelForm):
    """An account with its roles. `actor`, set by the admin, is who fills it in: nobody locks themselves out."""

    actor: User | None = None
    roles = Roles(
        label="works as",
        queryset=Group.objects.filter(name__in=IN_WORDS).order_by("pk"),
        required=False,
        help_text="An account without a role cannot open the desk.",
    )
    new_password = forms.CharField(
        label="new password",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="the same password again",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = ("first_name", "last_name", "username", "email", "is_active")
        labels = {"username": "name to sign in with", "email": "e-mail", "is_active": "may sign in"}
        widgets = {
            "username": forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }
        help_texts = {
            "username": "Letters, digits and @ . + - _ alone.",
            "is_active": "Untick when somebody leaves: what they wrote and did stays under their name.",
        }
        error_messages = {"username": {"unique": "Somebody signs in with this name already. Choose another."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password, is_new = self.fields["new_password"], self.instance.pk is None
        password.required = self.fields["again"].required = is_new
        password.help_text = " ".join(password_validators_help_texts())
        if is_new:
            password.label = "password"
            self.fields.pop("is_active", None)
        else:
            password.help_text = f"Empty: the password stays as it is. {password.help_text}"
            self.fields["roles"].initial = self.instance.groups.all()

    def clean_roles(self) -> Any:
        roles = self.cleaned_data["roles"]
        was = set(self.instance.groups.values_list("name", flat=True)) if self._is_own else set()
        if ADMINISTRATOR in was and ADMINISTRATOR not in {role.name for role in roles}:
            raise ValidationError("You cannot take the administrator’s role from yourself. Another administrator can.")
        return roles

    def clean_is_active(self) -> bool:
        active = self.cleaned_data["is_active"]
        if self._is_own and not active:
            raise ValidationError("You cannot shut yourself out. Another administrator can.")
        return active

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if data.get("new_password") != data.get("again"):
            self.add_error("again", "The two passwords differ. Write the same one twice.")
        elif data.get("new_password"):
            self._look_at(data)
        return data

    def _look_at(self, data: dict) -> None:
        """A password resembles nobody's name: the one that is being typed, not the one before."""
        person = User(**{name: data.get(name, "") for name in ("first_name", "last_name", "username", "email")})
        try:
            validate_password(data["new_password"], person)
        except ValidationError as error:
            self.add_error("new_password", error)

    @property
    def _is_own(self) -> bool:
        return self.actor is not None and self.instance.pk == self.actor.pk

    def save(self, commit: bool = True) -> User:
        if self.cleaned_data.get("new_password"):
            self.instance.set_password(self.cleaned_data["new_password"])
        roles = self.cleaned_data["roles"]
        self.instance.is_staff = bool(roles) or self.instance.is_superuser
        return super().save(commit)
