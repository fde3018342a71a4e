from django.urls import path

from . import views

urlpatterns = [
    path("trails", views.TrailList.as_view()),
    path("trails/<int:pk>", views.TrailDetail.as_view()),
    path("access-points", views.AccessPointList.as_view()),
]
