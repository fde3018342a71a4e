"""What a console may send; the answers are made in ``emergency/queue.py`` and ``emergency/detail.py``."""

from typing import Any

from rest_framework import serializers

from emergency.models import Disposition


class VersionSeen(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1, help_text="the version that the dispatcher saw")


class DispatchBody(VersionSeen):
    note = serializers.CharField(
        max_length=1000, required=False, allow_blank=True, help_text="told to the person"
    )


class MergeBody(VersionSeen):
    other = serializers.UUIDField(help_text="the incident whose reports come into this one")
    other_version = serializers.IntegerField(min_value=1, help_text="its version that the dispatcher saw")


class SplitBody(VersionSeen):
    other = serializers.UUIDField(help_text="the incident that was merged into this one")


class TakeOutBody(VersionSeen):
    report = serializers.UUIDField(help_text="the report that gets an incident of its own")


class CloseBody(VersionSeen):
    disposition = serializers.ChoiceField(choices=Disposition.choices)
    note = serializers.CharField(
        max_length=1000, required=False, allow_blank=True, help_text="told to the person"
    )


class SayBody(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="made by the console: sending it again changes nothing")
    text = serializers.CharField(max_length=1000)


class AskPositionBody(serializers.Serializer[Any]):
    id = serializers.UUIDField(
        help_text="of the question, made by the console: sending it again changes nothing"
    )


class SeenBody(serializers.Serializer[Any]):
    messages = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=200, help_text="of the person, on the screen"
    )


class Nothing(serializers.Serializer[Any]):
    pass
