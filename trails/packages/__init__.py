"""The surroundings that a phone keeps, so that it knows where it is when there is no line.

A package is one area's places, trails, ways in for vehicles and closures: columns of differences, compressed
(``encoding``), named by the hash of what is in it. ``areas`` says which packages there are, ``content`` what is
put in, ``building`` makes them when something has changed. Nothing in one is for responders only.
"""
