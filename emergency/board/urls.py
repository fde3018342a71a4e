"""The situation board, its links, and its one question."""

from django.urls import path

from emergency.api.board import Board

from . import pages

urlpatterns = [
    path("board/", pages.page, name="board"),
    path("board/links", pages.links_page, name="board_links"),
    path("api/v1/board", Board.as_view()),
]
