"""What passers-by say of plates, at ``/admin/``: newest first, marked as seen or done, the photo for editors alone."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from . import plate_photos, plate_reports
from .admin_rights import ByRole
from .bilingual import chosen, said
from .models import PlateReport, PlateReportState, Role


@admin.register(PlateReport)
class PlateReportAdmin(ByRole):
    """Read and ended here, never written: what was said stays as it was said."""

    seen_by, changed_by = (), (Role.EDITOR, Role.INSPECTOR)
    ordering = ("-at",)
    list_display = ("at", "plate", "place", "kind", "words", "picture", "state")
    list_filter = ("state", "kind", ("photo", admin.EmptyFieldListFilter))
    list_select_related = ("tag__point",)
    search_fields = ("tag__code", "tag__point__name_ko", "words")
    fields = ("at", "plate", "place", "kind", "words", "language", "picture", "state", "ended_at")
    readonly_fields = fields
    actions = ("see", "finish")
    show_full_result_count = False

    def place_of(self, obj: PlateReport) -> tuple[float, float] | None:
        """Return where the plate hangs, in degrees; None for one that is bound to no point."""
        point = obj.tag.point
        return (point.position.x, point.position.y) if point else None

    @admin.display(description=chosen("표지", "Tag"), ordering="tag")
    def plate(self, obj: PlateReport) -> str:
        """Return the tag, as a link to it."""
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:addresses_tag_change", args=[obj.tag_id]), obj.tag
        )

    @admin.display(description=chosen("지점", "Point"))
    def place(self, obj: PlateReport) -> str:
        """Return the point, as a link to it."""
        point = obj.tag.point
        if point is None:
            return ""
        where = reverse("admin:addresses_addresspoint_change", args=[point.pk])
        return format_html('<a href="{}">{}</a>', where, said(point.name_ko, point.name_en or point.name_ko))

    @admin.display(description=chosen("사진", "Photo"))
    def picture(self, obj: PlateReport) -> str:
        """Return a link to the photo."""
        if not obj.photo:
            return ""
        where = reverse("admin:addresses_platereport_photo", args=[obj.pk])
        return format_html(
            '<a href="{}" target="_blank" rel="noopener">{}</a>', where, said("사진 보기", "Look")
        )

    def get_urls(self) -> list[URLPattern]:
        """Add the photo's address."""
        own = path(
            "<uuid:pk>/photo", self.admin_site.admin_view(self.show_photo), name="addresses_platereport_photo"
        )
        return [own, *super().get_urls()]

    def show_photo(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Answer with the photo to who may see the table: nothing else in it, kept by no cache."""
        report = PlateReport.objects.filter(pk=pk).first() if self.has_view_permission(request) else None
        data = plate_photos.read(report.photo) if report else None
        if data is None:
            raise Http404
        answer = HttpResponse(data, content_type="image/jpeg")
        answer["Cache-Control"] = "no-store"
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer

    @admin.action(description=chosen("봤음", "Seen"), permissions=["change"])
    def see(self, request: HttpRequest, queryset: QuerySet[PlateReport]) -> None:
        """Note that somebody has read the chosen reports."""
        self._end(request, queryset, PlateReportState.SEEN)

    @admin.action(description=chosen("처리함", "Done"), permissions=["change"])
    def finish(self, request: HttpRequest, queryset: QuerySet[PlateReport]) -> None:
        """Note that what the chosen reports said was dealt with."""
        self._end(request, queryset, PlateReportState.DONE)

    def _end(self, request: HttpRequest, queryset: QuerySet[PlateReport], state: str) -> None:
        chosen_ones = list(queryset.select_related("tag__point"))
        mine = [report for report in chosen_ones if self.has_change_permission(request, report)]
        plate_reports.end(mine, state, timezone.now())
        left = len(chosen_ones) - len(mine)
        text = said(f"{len(mine)}건을 표시했습니다.", f"{len(mine)} marked.")
        if left:
            text += said(
                f" {left}건은 다른 관할의 표지입니다.", f" {left} are about plates where others answer."
            )
        self.message_user(request, text)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They come from passers-by."""
        return False

    def delete_model(self, request: HttpRequest, obj: PlateReport) -> None:
        """Destroy the photo with its report, and after it."""
        name = obj.photo
        super().delete_model(request, obj)
        plate_reports.forget_photo(name)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Destroy the photos with their reports."""
        for obj in queryset:
            self.delete_model(request, obj)
