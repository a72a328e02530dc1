from chassis.migrate import run_environment

run_environment()
