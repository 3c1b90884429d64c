"""Each error of libcurl has a code, a sentence and, where there is one, a remedy."""

from __future__ import annotations

from typing import get_args

import pycurl
import pytest

from earmark.net import failures
from earmark.net.failures import failure_of
from earmark.polls import Failure, FailureCode

NAMED = {name: value for name, value in vars(failures).items() if isinstance(value, Failure)}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (pycurl.E_URL_MALFORMAT, "bad-address"),
        (pycurl.E_COULDNT_RESOLVE_HOST, "no-such-host"),
        (pycurl.E_COULDNT_CONNECT, "not-reached"),
        (pycurl.E_GOT_NOTHING, "not-reached"),
        (pycurl.E_RECV_ERROR, "not-reached"),
        (pycurl.E_SEND_ERROR, "not-reached"),
        (pycurl.E_OPERATION_TIMEDOUT, "timed-out"),
        (pycurl.E_SSL_CONNECT_ERROR, "not-secure"),
        (pycurl.E_PEER_FAILED_VERIFICATION, "not-secure"),
        (pycurl.E_SSL_CACERT_BADFILE, "not-secure"),
        (pycurl.E_FILESIZE_EXCEEDED, "too-large"),
        (pycurl.E_PARTIAL_FILE, "cut-short"),
        (pycurl.E_UNSUPPORTED_PROTOCOL, "bad-answer"),
        (pycurl.E_HTTP2, "bad-answer"),
        (pycurl.E_ABORTED_BY_CALLBACK, "stopped"),
        (100, "headers-too-large"),
        (9999, "bad-answer"),
    ],
)
def test_errors_before_an_answer(error, code):
    assert failure_of(error, answering=False).code == code


@pytest.mark.parametrize(
    "error", [pycurl.E_RECV_ERROR, pycurl.E_GOT_NOTHING, pycurl.E_HTTP2, 92, pycurl.E_PARTIAL_FILE]
)
def test_who_hangs_up_in_an_answer_cuts_it_short(error):
    assert failure_of(error, answering=True).code == "cut-short"


@pytest.mark.parametrize("failure", NAMED.values(), ids=list(NAMED))
def test_each_is_a_sentence_and_says_what_to_do(failure):
    assert failure.code in get_args(FailureCode)
    assert failure.message[0].isupper()
    assert failure.message.endswith(".")
    assert failure.remedy.endswith(".") or failure.code == "stopped"


def test_every_code_can_happen():
    bad_address = failure_of(pycurl.E_URL_MALFORMAT, answering=False)
    codes = {bad_address.code, *(failure.code for failure in NAMED.values())}
    assert codes == set(get_args(FailureCode))
