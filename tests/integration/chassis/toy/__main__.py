"""Run the toy service."""

from chassis.run import run  # isort: skip
from chassis.settings import ServiceSettings, load
from chassis.topology import declare_topology
from tests.integration.chassis.toy.service import SERVICE

declare_topology(SERVICE, load(ServiceSettings).amqp_url)
run(SERVICE, ServiceSettings)
