"""Mail signed and sealed by Perl's Mail::DKIM, which shares no code with ours or with dkimpy."""

from pathlib import Path

import pytest

from postroom.lib.mailauth.tests.test_chains_and_policies import found
from postroom.testing.signing import has_perl_signer, rsa_key, seal_with_perl, sign_with_perl

pytestmark = pytest.mark.skipif(not has_perl_signer(), reason="libmail-dkim-perl is not installed")
MAIL = (
    b"From: Jo <jo@acme.example>\r\nTo: ann@mail.test\r\nSubject:  A  long\r\n\t folded  one \r\nDate: Sun, 29 Nov 2026 10:00:00 +0000\r\n"
    b"Message-ID: <1@acme.example>\r\n\r\nDear  Ann, \t\r\n\r\nthe code is 482913.  \r\n\r\n\r\n"
)


@pytest.mark.parametrize("method", ["relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple"])
def test_its_signatures_hold_and_what_is_changed_fails(method: str, tmp_path: Path) -> None:
    signed = sign_with_perl(MAIL, "acme.example", method, tmp_path)
    assert [one.result for one in found(signed).dkim] == ["pass"]
    assert [one.result for one in found(signed.replace(b"482913", b"482914")).dkim] == ["fail"]
    assert [one.result for one in found(signed.replace(b"folded", b"foiled")).dkim] == ["fail"]


def test_its_chains_hold(tmp_path: Path) -> None:
    first = seal_with_perl(MAIL, "acme.example", "dmarc=pass header.from=acme.example", tmp_path)
    assert (found(first).arc.result, found(first).arc.instances) == ("pass", 1)
    second = rsa_key().seal(first, "list.example", "arc=pass; dmarc=fail header.from=acme.example")
    whole = found(second, trusted=("list.example", "acme.example"))
    assert (whole.arc.result, whole.arc.instances, whole.verdict) == ("pass", 2, "authenticated")
    assert found(second + b"more\r\n").arc.result == "fail"
