from itertools import count

import pytest
from pyarrow.fs import FileSystem

_NUMBERS = count()


@pytest.fixture(scope="session")
def s3_server():
    """Address of an S3 server on this machine, which holds what it is given in memory."""
    server = pytest.importorskip("moto.server", reason="moto, which plays S3, is not installed")
    thread = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    thread.start()
    host, port = thread.get_host_and_port()
    yield f"http://{host}:{port}"
    thread.stop()


@pytest.fixture
def s3(s3_server, monkeypatch):
    """Address of a fresh bucket, ``s3://…``; pyarrow finds the server by the environment, as children do."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_server)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    bucket = f"bucket-{next(_NUMBERS)}"
    files, _ = FileSystem.from_uri(f"s3://{bucket}?allow_bucket_creation=true")
    files.create_dir(bucket)
    return f"s3://{bucket}"


@pytest.fixture
def put(s3):
    """Puts bytes under a key of the bucket."""

    def _put(key, data):
        files, bucket = FileSystem.from_uri(s3)
        with files.open_output_stream(f"{bucket}/{key}", compression=None) as stream:
            stream.write(data)

    return _put
