"""What is measured, against what, in one run: ``script/bench`` prints the table."""
