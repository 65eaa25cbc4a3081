"""The promises of Phantom's ports, as test suites that any adapter can be held to.

Each port `Port` has one suite, the class `PortContract` in the module named for it. To hold an
adapter to it, subclass the suite in a test module, supply the fixture that the suite asks for,
and name the adapter classes that are under test:

    class TestDirectoryBlobStore(BlobStoreContract):
        adapters = (DirectoryBlobStore,)

        @pytest.fixture
        def blobs(self, tmp_path: Path) -> DirectoryBlobStore:
            return DirectoryBlobStore(tmp_path)

The suites need pytest, hypothesis and anyio (the extra `contracts`), and pytest's setting
`anyio_mode = "auto"`. In Phantom's own tests a port without a suite, or an adapter class that no
binding names, is a failure.
"""

__all__: list[str] = []
