"""Run webhook_svc."""

from chassis.run import run  # patches eventlet: stays the first import
from services.webhook_svc.service import SERVICE
from services.webhook_svc.settings import Settings

run(SERVICE, Settings)
