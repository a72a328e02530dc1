"""Builds the image of deploy/docker on this machine."""
