"""The paper's settings on the desk: one form."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from paper import page_admin as _pages  # noqa: F401 (registers the paper's own pages)
from paper.house_list import house_list_problems
from paper.models import Paper

LANGUAGES = ("ar", "de", "en", "en-GB", "en-US", "es", "fa", "fr", "he", "hi", "it", "pt-BR", "ru", "tr", "uk", "ur")


class ColourInput(forms.ColorInput):
    """Always holds a colour, so HTML lets it be neither required nor limited."""

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs.pop("maxlength", None)
        return attrs


class PaperForm(forms.ModelForm):
    """The zone and the language are offered as one types; both may be written out."""

    class Meta:
        widgets = {
            "time_zone": forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"}),
            "language": forms.TextInput(attrs={"list": "languages", "autocomplete": "off", "spellcheck": "false"}),
            "accent_light": ColourInput,
            "accent_dark": ColourInput,
        }

    def clean_time_zone(self) -> str:
        """The zone as it is spelled, whichever way its capitals and spaces were typed."""
        typed = self.cleaned_data["time_zone"].strip().replace(" ", "_")
        return next((zone for zone in available_timezones() if zone.casefold() == typed.casefold()), typed)

    def clean_words_to_avoid(self) -> str:
        problems = house_list_problems(self.cleaned_data["words_to_avoid"])
        if problems:
            raise ValidationError(problems)
        return self.cleaned_data["words_to_avoid"]

    def clean(self) -> dict:
        """A story that is being published now waits: it either holds the zone before this form looks, or has the new one."""
        Paper.objects.select_for_update(no_key=True).filter(pk=1).first()
        return super().clean() or self.cleaned_data


@admin.register(Paper)
class PaperAdmin(admin.ModelAdmin):
    form = PaperForm
    fieldsets = (
        (None, {"fields": ["name", "tagline", "corrections_email"]}),
        ("Place and language", {"fields": ["time_zone", "language"]}),
        ("On the desk and under the stories", {"fields": ["words_to_avoid", "lists_changes"]}),
        ("Colours", {"fields": ["accent_light", "accent_dark"]}),
    )
    actions = None

    class Media:
        css = {"all": ["desk/bios.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Paper | None = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Paper | None:
        """The one row, or the defaults it is made from."""
        return Paper.load() if object_id == "1" else None

    def get_readonly_fields(self, request: HttpRequest, obj: Paper | None = None) -> tuple[str, ...]:
        return ("time_zone",) if obj and obj.zone_held else ()

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """There is one paper: its form is the list."""
        return redirect("admin:paper_paper_change", 1)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        context |= {"zones": sorted(available_timezones()), "languages": LANGUAGES}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Paper, form: forms.ModelForm, change: bool) -> None:
        """Writes what was changed and no more: meanwhile a story may have been published, which holds the zone."""
        Paper.objects.get_or_create(pk=1)
        obj.save(update_fields=form.changed_data)

    def response_change(self, request: HttpRequest, obj: Paper) -> HttpResponse:
        messages.success(request, "Saved. Readers see it from now on.")
        return redirect("admin:paper_paper_change", obj.pk)
