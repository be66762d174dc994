"""Voices (voix) of members: how the bylaws count them, share them out, cap and bound them."""

from governance.rules.weights.bounds import check_bounds, held_by, seats_for
from governance.rules.weights.caps import Capped, apply_cap
from governance.rules.weights.members import college_of, is_by_member, voices_of, weigh
from governance.rules.weights.room import RoomVoices, is_for_the_room, voices_in_room
from governance.rules.weights.voices import Voices, common_scale

__all__ = [
    "Capped",
    "RoomVoices",
    "Voices",
    "apply_cap",
    "check_bounds",
    "college_of",
    "common_scale",
    "held_by",
    "is_by_member",
    "is_for_the_room",
    "seats_for",
    "voices_in_room",
    "voices_of",
    "weigh",
]
