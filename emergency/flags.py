"""What a dispatcher should know about a report. A flag never refuses one."""

from enum import StrEnum


class Flag(StrEnum):
    """One thing that is unusual about a report; its words stand in ``phrases.json``."""

    OUTSIDE_JURISDICTIONS = "outside_jurisdictions"
    UNKNOWN_TAG = "unknown_tag"
    MISTYPED_TAG = "mistyped_tag"
    WRONG_SEAL = "wrong_seal"
    BLANK_TAG = "blank_tag"
    WITHDRAWN_TAG = "withdrawn_tag"
    CONSENT_UNKNOWN = "consent_unknown"
    CLOCK_SKEWED = "clock_skewed"
    MANY_FROM_ONE_ADDRESS = "many_from_one_address"
    NO_POSITION = "no_position"
    REFUSED_FIX = "refused_fix"
    CUT = "cut"
    LOCATE_OVER = "locate_over"  # the centre's link had ended, or somebody had answered it
    UNREADABLE = "unreadable"  # followed by a colon and the field that was left out
