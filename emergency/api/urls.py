from django.urls import path

from . import handoff, incidents, locate, person, session, taken_down, units, ways, ways_in, webhooks

urlpatterns = [
    path("session", session.SessionView.as_view()),
    path("incidents", taken_down.Incidents.as_view()),
    path("incidents/from-text", taken_down.FromText.as_view()),
    path("incidents/<uuid:pk>", incidents.IncidentDetail.as_view()),
    path("incidents/<uuid:pk>/open", incidents.Open.as_view()),
    path("incidents/<uuid:pk>/acknowledge", incidents.Acknowledge.as_view()),
    path("incidents/<uuid:pk>/dispatch", incidents.Dispatch.as_view()),
    path("incidents/<uuid:pk>/message", incidents.Say.as_view()),
    path("incidents/<uuid:pk>/close", incidents.Close.as_view()),
    path("incidents/<uuid:pk>/reopen", incidents.Reopen.as_view()),
    path("incidents/<uuid:pk>/handoff/<slug:name>", handoff.HandOff.as_view()),
    path("incidents/<uuid:pk>.<str:ending>", handoff.HandOffFile.as_view()),
    path("incidents/<uuid:pk>/references", handoff.References.as_view()),
    path("incidents/<uuid:pk>/references/<uuid:reference>", handoff.ReferenceDetail.as_view()),
    path("incidents/<uuid:pk>/merge", incidents.Merge.as_view()),
    path("incidents/<uuid:pk>/split", incidents.Split.as_view()),
    path("incidents/<uuid:pk>/take-out", incidents.TakeOut.as_view()),
    path("incidents/<uuid:pk>/related", incidents.Related.as_view()),
    path("incidents/<uuid:pk>/assign", units.Assign.as_view()),
    path("incidents/<uuid:pk>/units/<uuid:assignment>", units.Step.as_view()),
    path("units", units.Units.as_view()),
    path("incidents/<uuid:pk>/ways", ways.Ways.as_view()),
    path("webhooks", webhooks.WebhookList.as_view()),
    path("webhooks/<int:pk>/replay", webhooks.Replay.as_view()),
    path("locate-requests", locate.LocateRequests.as_view()),
    path("locate-requests/<uuid:pk>", locate.LocateRequestDetail.as_view()),
    path("locate-requests/<uuid:pk>/send", locate.SendAgain.as_view()),
    path("sms", ways_in.TextsIn.as_view()),
    # What of a report is not in a hurry; the rest answers the door (emergency/door.py).
    path("reports/<uuid:pk>/shares", person.Shares.as_view()),
    path("reports/<uuid:pk>/shares/<uuid:share>", person.ShareDetail.as_view()),
    path("reports/<uuid:pk>/looks", person.Looks.as_view()),
    path("reports/<uuid:pk>/withdraw", person.Withdraw.as_view()),
]
