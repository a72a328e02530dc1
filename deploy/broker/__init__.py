"""What the broker is told, on every machine: who may do what, and what is bound to what."""
