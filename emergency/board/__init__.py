"""The situation board: what a wall screen shows of one centre, to whom, and for how long."""
