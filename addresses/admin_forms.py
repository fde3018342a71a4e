"""The forms of ``/admin/``: what they refuse, in the language of who types."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.forms import ModelForm

from . import plausible
from .bilingual import said
from .errors import AddressError
from .models import TagState

METRES: Final = {"metre", "from_metre", "to_metre", "length_m", "offset_m", "uncertainty_m", "elevation_m"}
CANNOT_BE: Final = (
    "국가지점번호와 위치가 서로 맞지 않거나 위치가 한국이 아닙니다. "
    "경도를 먼저 적습니다: POINT (126.9449 37.6825)"
)

# Django's own class takes type arguments only in the eyes of the type checker.
if TYPE_CHECKING:
    AnyForm = ModelForm[Any]
else:
    AnyForm = ModelForm


class VersionedForm(AnyForm):
    """Remembers which version was on the screen, and says so when somebody else was faster."""

    version_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version_seen"] = getattr(self.instance, "version", None) if self.instance.pk else None
        for name in METRES & self.initial.keys():
            if isinstance(self.initial[name], float):
                # What is shown counts as unchanged when it comes back, so the thirteen digits stay as they are.
                self.initial[name] = round(self.initial[name], 2)

    def clean(self) -> dict[str, Any] | None:
        """Refuse a form that was opened before the present version was written."""
        cleaned = super().clean()
        seen = self.cleaned_data.get("version_seen")
        if seen and self.instance.pk:
            now = (
                type(self.instance)
                ._default_manager.filter(pk=self.instance.pk)
                .values_list("version", flat=True)
            )
            if list(now) != [seen]:
                raise forms.ValidationError(
                    said(
                        "그사이 다른 사람이 바꾸었습니다. 다시 열어 고치세요.",
                        "Somebody else changed this meanwhile. Open it again and repeat your change.",
                    )
                )
        return cleaned


class PointForm(VersionedForm):
    """Keeps from a plate what cannot be true: its page and its text message would tell it."""

    # Longer than what is kept: it may come with spaces, as on the plate.
    npn = forms.CharField(max_length=40, required=False)

    def clean_npn(self) -> str:
        """Return the number as it is kept, without spaces; refuse what is none."""
        stated = self.cleaned_data["npn"]
        try:
            return plausible.plate_number(stated) if stated else ""
        except AddressError as error:
            raise forms.ValidationError(
                said("국가지점번호를 읽을 수 없습니다. 예: 다사 5393 6228", str(error))
            ) from None

    def clean(self) -> dict[str, Any] | None:
        """Refuse a position abroad, and a number that names another place."""
        cleaned = super().clean()
        position, radius_m = self.cleaned_data.get("position"), self.cleaned_data.get("uncertainty_m")
        if position is None:
            return cleaned
        try:
            plausible.check_position(position.x, position.y)
            if radius_m is not None and self.cleaned_data.get("npn"):
                plausible.check_number(self.cleaned_data["npn"], position.x, position.y, radius_m)
        except AddressError as error:
            self.add_error("npn" if "npn" in self.changed_data else "position", said(CANNOT_BE, str(error)))
        return cleaned


class TagForm(VersionedForm):
    """Keeps a plate that hangs bound to a point."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse to take the point from an installed tag."""
        cleaned = super().clean()
        is_hung = self.instance.pk and self.instance.state == TagState.INSTALLED
        if is_hung and "point" in self.cleaned_data and self.cleaned_data["point"] is None:
            self.add_error(
                "point",
                said(
                    "설치된 표지입니다. 지점을 적거나, 먼저 없어졌거나 철거되었다고 기록하세요.",
                    "This plate hangs: name its point, or note first that it is lost or withdrawn.",
                ),
            )
        return cleaned


class JurisdictionForm(AnyForm):
    """Keeps the steps of what nobody opens in their order."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse a step that would come before the one in front of it."""
        cleaned = super().clean()
        steps = ("louder_after_s", "told_after_s", "everybodys_after_s")
        for first, then in pairwise(steps):
            early, late = self.cleaned_data.get(first), self.cleaned_data.get(then)
            if early is not None and late is not None and late < early:
                self.add_error(
                    then,
                    said(
                        f"앞 단계의 {early}초보다 짧을 수 없습니다.",
                        f"This cannot come before the step in front of it, which takes {early} s.",
                    ),
                )
        return cleaned
