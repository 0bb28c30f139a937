"""Postfix delivering to a maildir: the distribution's package, with a configuration and a queue of its own, on the loopback only.

Installed by apt-get when the bench runs as root and it is missing; the package is left without a configuration of the system's, so nothing
else is started. Limits that would throttle a single local client are lifted.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

from bench.processes import answers, family, free_port, wait_until

_MAIN = """compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
myhostname = bench.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
biff = no
smtpd_peername_lookup = no
smtputf8_enable = no
default_process_limit = 200
in_flow_delay = 0
virtual_mailbox_domains = bench.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:box/
virtual_mailbox_limit = 0
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
"""

_MASTER = """127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""

_ENVIRONMENT = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1", "PATH": f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"}


class Postfix:
    """The server as the bench sees it. Raises RuntimeError with the reason where it cannot be had."""

    def __init__(self, folder: Path) -> None:
        _install()
        self._folder = folder
        self._maildir = folder / "mail" / "box"
        self.smtp_port = free_port()
        self.recipients = ["one@bench.example"]
        self._configure()
        self.name = f"Postfix {_say('postconf', '-h', '-c', str(folder / 'conf'), 'mail_version')}, maildir"
        _say("postfix", "-c", str(folder / "conf"), "start")
        wait_until(lambda: answers(self.smtp_port), "Postfix")
        self._pid = int((folder / "queue" / "pid" / "master.pid").read_text())

    def pids(self) -> dict[str, list[int]]:
        return {"server": list(family(self._pid))}

    def settle(self) -> None:
        """Until the queue is empty: everything is in the maildir."""
        wait_until(self._is_queue_empty, "Postfix delivers what it accepted", 120)

    def stored(self) -> int:
        with contextlib.suppress(FileNotFoundError):
            return len(os.listdir(self._maildir / "new"))
        return 0

    def clear(self) -> None:
        """Begin with an empty maildir; Postfix makes it."""
        shutil.rmtree(self._maildir, ignore_errors=True)

    def stop(self) -> None:
        """By the master's pid; it ends its children."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, 15)
        deadline = time.monotonic() + 10
        while Path(f"/proc/{self._pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.02)

    def _configure(self) -> None:
        """Postfix wants its folders owned as it says; it makes those of the queue itself."""
        folder, owner = self._folder, pwd.getpwnam("postfix")
        for name in ("conf", "queue", "data", "mail"):
            (folder / name).mkdir(parents=True)
        for one in (folder / "data", folder / "mail"):
            os.chown(one, owner.pw_uid, owner.pw_gid)
        values = {"folder": folder, "port": self.smtp_port, "uid": owner.pw_uid, "gid": owner.pw_gid}
        (folder / "conf" / "main.cf").write_text(_MAIN.format(**values))
        (folder / "conf" / "master.cf").write_text(_MASTER.format(**values))

    def _is_queue_empty(self) -> bool:
        queue = self._folder / "queue"
        return not any(
            True for name in ("incoming", "active", "deferred", "maildrop") for one in (queue / name).rglob("*") if one.is_file()
        )


def _install() -> None:
    if os.name != "posix" or os.geteuid() != 0:
        raise RuntimeError("Postfix starts only as root")
    if shutil.which("postfix", path=_ENVIRONMENT["PATH"]):
        return
    if not shutil.which("apt-get"):
        raise RuntimeError("it is not installed, and there is no apt-get to install it")
    print("installing Postfix (once) ...", flush=True)
    chosen = "postfix postfix/main_mailer_type select No configuration\n"
    subprocess.run(["debconf-set-selections"], input=chosen.encode(), env=_ENVIRONMENT, check=False, capture_output=True)
    _apt("update")  # without it a fresh machine knows no packages; a failure shows in the next line
    done = _apt("install", "-y", "--no-install-recommends", "postfix")
    if done.returncode:
        raise RuntimeError(f"apt-get could not install it: {done.stderr.decode('utf-8', 'replace').strip().splitlines()[-1:]}")


def _apt(*words: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(["apt-get", "-q", *words], env=_ENVIRONMENT, check=False, capture_output=True)


def _say(*command: str) -> str:
    done = subprocess.run(command, env=_ENVIRONMENT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise RuntimeError(done.stdout.decode("utf-8", "replace").strip())
    return done.stdout.decode().strip()
