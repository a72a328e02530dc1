"""All SQL of seal_svc, one module for each aggregate; in the session of whoever calls."""
