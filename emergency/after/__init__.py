"""After the calls: how long each step took, when and where they came, and where a plate is missing."""
