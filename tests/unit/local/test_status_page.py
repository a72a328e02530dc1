import json

from deploy.local.status_page import Condition, last_errors, page


def line(level, event, **fields):
    return json.dumps({"level": level, "event": event, "timestamp": "T", **fields})


def test_the_newest_errors_of_a_log_come_first_each_with_its_call(tmp_path):
    log = tmp_path / "print_svc.log"
    lines = [
        line("error", "old", call_id="1"),
        line("info", "service_started"),
        "no json",
        line("error", "new", call_id="2"),
    ]
    log.write_text("\n".join(lines))

    assert list(last_errors(log)) == ["T new 2", "T old 1"]


def test_no_more_errors_are_shown_than_can_be_read(tmp_path):
    log = tmp_path / "print_svc.log"
    log.write_text("\n".join(line("error", str(number)) for number in range(50)))

    assert [each.split()[1] for each in last_errors(log)] == ["49", "48", "47", "46", "45"]


def test_a_process_without_a_log_has_no_errors(tmp_path):
    assert list(last_errors(tmp_path / "none.log")) == []


def test_a_process_says_what_it_lacks():
    condition = Condition("cert_svc", {"broker": True, "database": False})

    assert "without database" in condition.word
    assert not condition.is_well


def test_a_process_that_does_not_answer_is_not_well():
    condition = Condition("cert_svc", {})

    assert "does not answer" in condition.word
    assert not condition.is_well


def test_dead_letters_are_everybodys_and_shown_once():
    queues = {"dead_letters": 3, "rpc-cert_svc": 7}
    shown = page([Condition(name, {"broker": True}, queues=queues) for name in ("a", "b")])

    assert shown.count("Dead letters: 3") == 1
    assert "dead_letters" not in shown
    assert shown.count("rpc-cert_svc: 7") == 2


def test_what_waits_unpublished_is_shown_with_its_age():
    shown = page([Condition("a", {"broker": True}, outbox_depth=4, outbox_age=61.2)])

    assert "4 (61 s)" in shown


def test_what_a_log_says_is_text_and_no_markup():
    shown = page([Condition("a", {"broker": True}, errors=("<script>",))])

    assert "<script>" not in shown
