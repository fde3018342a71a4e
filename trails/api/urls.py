from django.urls import path

from . import packages, views

urlpatterns = [
    path("trails", views.TrailList.as_view()),
    path("trails/<int:pk>", views.TrailDetail.as_view()),
    path("access-points", views.AccessPointList.as_view()),
    path("packages", packages.PackageList.as_view()),
    path("packages/<str:area>/<str:version>", packages.PackageContent.as_view()),
]
