"""The writing surface: a textarea that editor.js turns into the body editor."""

from typing import Any

from django_prose_editor.widgets import ProseEditorWidget, importmap, prose_editor_js
from js_asset import ImportMap, Media, Script

# What our modules import of each other, by name: only so do they get one another's hashed addresses.
OURS = ImportMap(
    {
        name: f"{name}.js"
        for name in (
            "paper/elements",
            "paper/figures",
            "paper/figure-files",
            "paper/figure-places",
            "desk/pictures",
            "desk/picture-sides",
            "desk/picture-talk",
        )
    }
)


class BodyWidget(ProseEditorWidget):
    """The textarea keeps the HTML; its `lang` and `dir` are the story's, and the editor follows them.

    Only the engine comes from the package: its toolbar, dialogs, styles and icon font stay behind."""

    @property
    def media(self) -> Media:
        return Media(
            importmap=importmap | OURS,
            css={"all": ["paper/editor.css", "paper/figures.css"]},
            js=[prose_editor_js, Script("paper/editor.js", type="module")],
        )

    def get_config(self) -> dict[str, Any]:
        return {"extensions": list(self.config["extensions"])}
