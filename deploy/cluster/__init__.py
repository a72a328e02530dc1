"""Runs what deploy/k8s describes on this machine: containers, private servers, no cluster."""
