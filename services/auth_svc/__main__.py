"""Run auth_svc."""

from chassis.run import run  # first: it patches eventlet
from services.auth_svc.service import SERVICE
from services.auth_svc.settings import Settings

run(SERVICE, Settings)
