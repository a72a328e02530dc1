"""How every service runs; knows nothing of certificates."""

import warnings

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
