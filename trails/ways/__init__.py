"""The way there: on foot along the trails, from where vehicles come to, ranked by time (docs/ways.md)."""
