"""Which addresses are public: nobody may use the service to reach its own network.

`is_global` of the standard library is not enough: up to Python 3.12 NAT64 and 6to4 forms of private addresses count as
global, and multicast addresses always do.
"""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
AddressCheck = Callable[[Address], bool]
"""Whether an address may be connected to."""

# Special IPv4 addresses of IANA's registry (RFC 6890) that `is_global` of some Python version calls global: protocol
# assignments, relays of 6to4.
_SPECIAL_IPV4 = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))
# All global unicast addresses (RFC 4291, section 2.4). Mapped, compatible, translated, local, link-local, site-local
# and multicast addresses lie outside.
_UNICAST_IPV6 = IPv6Network("2000::/3")
# Within it: protocol assignments with Teredo, which embeds IPv4 addresses, as 6to4 does; documentation.
_SPECIAL_IPV6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: what DNS64 returns for a host that has only IPv4


def is_public(address: Address) -> bool:
    """Whether an address, and the IPv4 address within it, belong to the public internet."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not any(address in net for net in _SPECIAL_IPV4)
    if address.scope_id is not None:
        return False
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address.is_global and address in _UNICAST_IPV6 and not any(address in net for net in _SPECIAL_IPV6)


def allow_any(_: Address) -> bool:
    """Allow any address: a user has typed it."""
    return True
