"""What the bench of more processes tells of each number of them."""

import pytest

from bench.scale import Point, together

pytestmark = pytest.mark.unit


def test_processes_of_one_name_are_added_up():
    each = {"cert_svc": 2.0, "cert_svc-2": 1.5, "gateway": 0.5}

    assert together(each) == {"cert_svc": 3.5, "gateway": 0.5}


def test_a_note_says_what_of_the_cores_was_used_by_whom():
    point = Point("one of each", 100.0, {"cert_svc": 2.0, "S3": 1.0, "seal_svc": 0.01}, 0.6, 0.9)

    assert point.note == "60% of the cores (90% busy); 3.0 ms: cert_svc 2.0, S3 1.0"
