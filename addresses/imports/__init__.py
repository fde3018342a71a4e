"""From a file that was read to points in the register: first a plan, then its application.

``plan`` says for every row what would happen and why, and touches nothing. ``apply`` writes it through
``addresses.changes`` in short transactions. Both done twice do it once.
"""

from .applying import Applied, apply
from .planning import Action, Draft, Plan, PlannedRow, compare
from .points import Options, plan

__all__ = ["Action", "Applied", "Draft", "Options", "Plan", "PlannedRow", "apply", "compare", "plan"]
