"""Run cert_svc."""

from chassis.run import run  # patches eventlet: stays the first import
from services.cert_svc.service import SERVICE
from services.cert_svc.settings import Settings

run(SERVICE, Settings)
