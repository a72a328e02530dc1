"""The servers as the manifests run them, several of each on a network of its own on one machine."""
