from django.urls import path, re_path

from . import locate, plate_reports, points, tables, tags

urlpatterns = [
    path("points", points.PointList.as_view()),
    path("points/<int:pk>", points.PointDetail.as_view()),
    path("facility-types", tables.FacilityTypeList.as_view()),
    path("jurisdictions", tables.JurisdictionList.as_view()),
    path("tags/<str:typed>", tags.TagDetail.as_view()),
    re_path(r"^tags/(?P<typed>[^/]{1,60})/qr\.(?P<kind>svg|png)$", tags.TagPicture.as_view()),
    path("plate-reports/<uuid:pk>", plate_reports.Report.as_view()),
    path("plate-reports/<uuid:pk>/photo", plate_reports.ReportPhoto.as_view()),
    path("locate", locate.Locate.as_view()),
]
