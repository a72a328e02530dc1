"""Run seal_svc."""

from chassis.run import run  # first: it patches eventlet
from services.seal_svc.service import SERVICE
from services.seal_svc.settings import Settings

run(SERVICE, Settings)
