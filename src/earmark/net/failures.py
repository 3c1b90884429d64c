"""Why there is no answer: libcurl's errors and our own cuts, sorted once into a code, a sentence
and what the operator can do.

Nothing here repeats what a server sent. A refused address reads the same whether anything listens
there or not, for it is never tried; refused, reset and hung up on are one answer (S4).
"""

from __future__ import annotations

import pycurl

from earmark.polls import Failure

PRIVATE = Failure(
    "private-address",
    "Its host has an address that isn't public, so nothing was asked.",
    "Where that host is yours, name it in EARMARK_PRIVATE_HOSTS.",
)
NO_HOST = Failure(
    "no-such-host",
    "There is no host of this name.",
    "Check the address; where it is right, the name may be out of use, or DNS is down here.",
)
NOT_REACHED = Failure(
    "not-reached",
    "Its server can't be reached, or hangs up.",
    "Nothing; it is asked again later. Where all feeds fail, look at the network of this machine.",
)
TIMED_OUT = Failure("timed-out", "It took too long to answer.", "Nothing; it is asked again later.")
NOT_SECURE = Failure(
    "not-secure",
    "Its certificate or encryption can't be trusted.",
    "Tell its publisher; where all https addresses fail, install the certificates of your system"
    " (ca-certificates) or name their file in SSL_CERT_FILE.",
)
TOO_LARGE = Failure(
    "too-large", "The answer is larger than is read.", "Check that the address is the right one."
)
BOMB = Failure(
    "too-large",
    "The answer unpacks to far more than it is, as only bombs do.",
    "Check that the address is the right one.",
)
HEADERS_TOO_LARGE = Failure(
    "headers-too-large", "The answer has too many or too long headers.", "Tell its publisher."
)
BAD_ENCODING = Failure(
    "bad-encoding",
    "The answer is packed in a way that can't be undone.",
    "Tell its publisher: what Content-Encoding says isn't so.",
)
LAYERS = Failure(
    "bad-encoding", "The answer is packed more than once.", "Tell its publisher: once will do."
)
CUT_SHORT = Failure(
    "cut-short", "The answer ended before it was whole.", "Nothing; it is asked again later."
)
BAD_ANSWER = Failure(
    "bad-answer", "What answers speaks no HTTP, or not by its rules.", "Check the address."
)
STOPPED = Failure("stopped", "It was stopped before there was an answer.")

LOOP = Failure("redirects", "It redirects in a loop.", "Check the address in a browser.")
HOPS = Failure("redirects", "It redirects too often.", "Check the address in a browser.")
DOWNGRADE = Failure(
    "redirects", "It redirects from https to http, which isn't followed.", "Tell its publisher."
)
ASTRAY = Failure(
    "redirects",
    "It redirects to what is no web address, or isn't asked.",
    "Check the address in a browser.",
)
ASTRAY_PRIVATE = Failure(
    "redirects",
    "It redirects to an address that isn't public, so that wasn't followed.",
    "Where that host is yours, name it in EARMARK_PRIVATE_HOSTS.",
)

_SORTED: dict[Failure, tuple[int, ...]] = {
    Failure("bad-address", "This is no web address.", "Correct the address."): (
        pycurl.E_URL_MALFORMAT,
    ),
    NO_HOST: (pycurl.E_COULDNT_RESOLVE_HOST,),
    NOT_REACHED: (
        pycurl.E_COULDNT_CONNECT,
        pycurl.E_GOT_NOTHING,
        pycurl.E_SEND_ERROR,
        pycurl.E_RECV_ERROR,
        pycurl.E_INTERFACE_FAILED,
    ),
    TIMED_OUT: (pycurl.E_OPERATION_TIMEDOUT,),
    NOT_SECURE: (
        pycurl.E_SSL_CONNECT_ERROR,
        pycurl.E_PEER_FAILED_VERIFICATION,
        pycurl.E_SSL_ENGINE_NOTFOUND,
        pycurl.E_SSL_ENGINE_SETFAILED,
        pycurl.E_SSL_CERTPROBLEM,
        pycurl.E_SSL_CIPHER,
        pycurl.E_SSL_ENGINE_INITFAILED,
        pycurl.E_SSL_CACERT_BADFILE,
        pycurl.E_SSL_SHUTDOWN_FAILED,
        pycurl.E_SSL_CRL_BADFILE,
        pycurl.E_SSL_ISSUER_ERROR,
        pycurl.E_SSL_PINNEDPUBKEYNOTMATCH,
        pycurl.E_SSL_INVALIDCERTSTATUS,
    ),
    TOO_LARGE: (pycurl.E_FILESIZE_EXCEEDED, pycurl.E_OUT_OF_MEMORY),
    HEADERS_TOO_LARGE: (100,),  # CURLE_TOO_LARGE, which has no name here
    BAD_ENCODING: (pycurl.E_BAD_CONTENT_ENCODING,),
    CUT_SHORT: (pycurl.E_PARTIAL_FILE,),
    STOPPED: (pycurl.E_ABORTED_BY_CALLBACK,),
}
_BY_CODE = {code: failure for failure, codes in _SORTED.items() for code in codes}
_HTTP2_STREAM = 92  # CURLE_HTTP2_STREAM, which has no name here either
_HUNG_UP = (pycurl.E_RECV_ERROR, pycurl.E_GOT_NOTHING, pycurl.E_HTTP2, _HTTP2_STREAM)


def failure_of(code: int, *, answering: bool) -> Failure:
    """The failure of a libcurl error. ``answering``: headers had come, so that whoever hangs up
    cuts an answer short. An error that nobody sorted is an answer against the rules."""
    if answering and code in _HUNG_UP:
        return CUT_SHORT
    return _BY_CODE.get(code, BAD_ANSWER)
