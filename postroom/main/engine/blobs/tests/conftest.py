"""One store of each driver."""

import http.client
import logging
import secrets

import pytest
from moto.server import ThreadedMotoServer

from postroom.main.engine.blobs import BlobsSettings, open_blobs


@pytest.fixture(scope="session")
def s3_endpoint():
    """An S3 of our own on loopback."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_settings(s3_endpoint):
    bucket = f"bucket-{secrets.token_hex(6)}"
    connection = http.client.HTTPConnection(s3_endpoint.removeprefix("http://"))
    connection.request("PUT", f"/{bucket}")
    assert connection.getresponse().status == 200
    connection.close()
    return BlobsSettings(url=f"s3://{bucket}/some/prefix", endpoint=s3_endpoint, access_key_id="key", secret_access_key="secret")


@pytest.fixture(params=["memory", "local", "s3"])
def blobs(request, tmp_path):
    """Each driver in turn, empty."""
    if request.param == "s3":
        return open_blobs(request.getfixturevalue("s3_settings"))
    url = "memory://" if request.param == "memory" else f"file://{tmp_path}/blobs"
    return open_blobs(BlobsSettings(url=url))
