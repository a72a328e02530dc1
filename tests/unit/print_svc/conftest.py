"""Examples are judged by their result: how long one takes says only how busy the machine is."""

from hypothesis import settings

settings.register_profile("print_svc", deadline=None)
settings.load_profile("print_svc")
