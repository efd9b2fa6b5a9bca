"""Kernels that are forked from a process in which the package and its libraries are loaded already."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

# Elsewhere libraries of the system may not survive a fork.
CAN_FORK = sys.platform == "linux"

_WARM = "dyadlens.report.warm"
_KEEP_MAIN = "__main__"  # else each kernel would load the command again


class _Forked:
    """A forked process, with the part of the ways of :class:`subprocess.Popen` that a provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, arguments: Sequence[str], folder: str, environment: dict[str, str]) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([_KEEP_MAIN, _WARM])
        # A worker is a daemon of its crew, which may have no children; the crew ends both.
        multiprocessing.current_process().daemon = False
        self._process = context.Process(target=_begin, args=(arguments, folder, environment))
        self._process.start()
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Signal the kernel and what it started; only itself in the moment before it leads a group."""
        assert self.pid is not None
        if self.poll() is not None:
            return
        if os.getpgid(self.pid) == self.pid:
            os.killpg(self.pid, number)
        else:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class ForkedProvisioner(LocalProvisioner):
    """Starts a kernel by a fork, which takes a hundredth of the time of loading all libraries again."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        """Fork the kernel; of the command only what follows the module that it names counts."""
        self.cwd = options.get("cwd") or str(Path.cwd())
        self.process = _Forked(cmd[cmd.index("-m") + 2 :], self.cwd, options["env"])
        self.pid = self.process.pid
        return self.connection_info


def end_with_parent() -> None:
    """End this process as soon as the one that started it is gone, however that ended."""
    threading.Thread(target=_watch_parent, daemon=True).start()


def _watch_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _begin(arguments: Sequence[str], folder: str, environment: dict[str, str]) -> None:
    os.setsid()
    end_with_parent()
    import_module(_WARM).serve(arguments, folder, environment)
