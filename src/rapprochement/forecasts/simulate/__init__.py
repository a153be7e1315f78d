"""A fitted system of acts that excite acts, run forward with and without supposed events."""
