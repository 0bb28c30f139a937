"""The egress adapter: HTTP/1.1 by httpcore2 behind an address guard.

Promised: the host is resolved once, EVERY address is judged, and the connection goes to a judged address, so a name that
changes its mind (DNS rebinding) gains nothing; each redirect is judged anew. Host header and TLS name stay the name.
Time, bytes and headers of an answer are bounded, however slowly or densely they come.

Ports: any but the Fetch Standard's bad ports (`netguard.BAD_PORTS`, where a request may be read as SMTP, FTP or IRC);
`allow_ports`, if set, is the whole list instead. httpcore2 is used without httpx2 on top, because the network backend is
public there (httpx2 hides it in `_pool`) and because cookies, proxies and redirects of a client are not wanted here.
"""

from postroom.main.engine.egress.request import GuardedEgress
from postroom.main.engine.egress.resolve import Resolver, SystemResolver
from postroom.main.engine.egress.settings import EgressSettings

__all__ = ["EgressSettings", "GuardedEgress", "Resolver", "SystemResolver"]
