"""What to make, what is already made, and who makes it."""
