"""What every test may use. The cast stands in ``tests/cast.py``."""
