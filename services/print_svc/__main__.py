"""Run print_svc."""

from chassis.run import run  # first: it patches eventlet
from services.print_svc.service import SERVICE
from services.print_svc.settings import Settings

run(SERVICE, Settings)
