"""Run exception_svc."""

from chassis.run import run  # patches eventlet: stays the first import
from services.exception_svc.service import SERVICE
from services.exception_svc.settings import Settings

run(SERVICE, Settings)
