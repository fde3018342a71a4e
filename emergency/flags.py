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
    OTHER_JURISDICTION = "other_jurisdiction"  # who took the call down is of another centre
    TEXT_MENDED = "text_mended"  # its letters came in a wrong encoding and were put right
    TEXT_GARBLED = "text_garbled"  # its letters came in a wrong encoding and are lost
    TEXT_CUT = "text_cut"  # a message of ours without its end
    TEXT_DOUBLED = "text_doubled"
    PARTS_MISSING = "parts_missing"  # of a message that was sent in several
    RADIUS_UNSAID = "radius_unsaid"  # a position came without saying how sure it is
    UNREADABLE = "unreadable"  # followed by a colon and the field that was left out
