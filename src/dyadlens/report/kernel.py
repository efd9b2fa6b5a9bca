"""The kernel of a report run: this interpreter, on sockets of its own."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from dyadlens.data.shared import RUN_FOLDER
from dyadlens.report.forked import ForkedProvisioner

KERNEL_NAME = "python3"
KERNEL_NOTE = "kernel.pid"

# A Unix socket's path holds about a hundred characters on all systems; this leaves room for file names.
LONGEST_FOLDER = 60

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "POLARS_MAX_THREADS",
    "ARROW_NUM_THREADS",
)


def environment(folder: Path) -> dict[str, str]:
    """Return the environment variables that a run adds for its kernels.

    One thread for each numeric library, since every worker has a core of its own; a fixed hash seed, so that
    the order of a set is the same twice; no start-up files of the user; plain figures shown in the notebook, which a
    forked kernel must know before it starts; one folder for the results that the kernels of the run share.
    """
    threads = dict.fromkeys(THREAD_VARIABLES, "1")
    return {
        **threads,
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": os.environ.get("MPLBACKEND") or "module://matplotlib_inline.backend_inline",
        "IPYTHONDIR": str(folder / "ipython"),
        RUN_FOLDER: str(folder.with_name("shared")),
    }


def socket_folder() -> Path:
    """Create a private folder whose path is short enough for a socket."""
    usual = tempfile.gettempdir()
    parent = "/tmp" if os.name == "posix" and len(usual) > LONGEST_FOLDER else usual
    return Path(tempfile.mkdtemp(prefix="dyadlens-", dir=parent))


def kernel_manager(folder: Path, note: Path, *, forked: bool = False) -> type[AsyncKernelManager]:
    """Return a class of kernel managers whose kernels live in one folder.

    Kernels that are started side by side on network ports may be given the same port. Sockets in a folder
    of their own cannot meet. Which kernels a user has installed does not matter: the kernel runs the
    interpreter that runs this.
    """
    spec = KernelSpec(
        argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        display_name="Python of dyadlens",
        language="python",
    )

    class PrivateKernelManager(AsyncKernelManager):
        """Starts a kernel of :data:`sys.executable` and notes its process id."""

        @property
        def kernel_spec(self) -> KernelSpec:
            return spec

        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.connection_file = str(folder / "connection.json")
            if forked:
                self.provisioner = ForkedProvisioner(parent=self, kernel_id=self.kernel_id, kernel_spec=spec)
            if os.name == "posix":
                self.transport = "ipc"
                self.ip = str(folder / "socket")

        async def start_kernel(self, **options: Any) -> None:
            await super().start_kernel(**options)
            note.write_text(str(getattr(self.provisioner, "pid", "")))

        async def _async_interrupt_kernel(self) -> None:
            # The stock manager interrupts before it asks to shut down; an idle kernel complains of that.
            if not self.shutting_down:
                await super()._async_interrupt_kernel()

        async def cleanup_resources(self, restart: bool = False) -> None:
            await super().cleanup_resources(restart)
            # The number may be given to another process once this one is gone.
            note.unlink(missing_ok=True)

    return PrivateKernelManager
