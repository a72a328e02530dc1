"""Runs what deploy/k8s describes on this machine: its own containers, private servers, no cluster."""
