"""One incident in the formats of other systems: each module writes one and reads it back. No Django in here.

Axes and units differ by format and stand in each module; ``verify`` compares what was written with the facts.
"""
