"""Which addresses are public: nobody may use the service to ask its own network.

`is_global` of the standard library is not enough: up to Python 3.12 it takes NAT64 and 6to4 addresses of private ones
for global, and multicast always.
"""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
Vet = Callable[[Address], bool]
"""Whether an address may be connected to."""

# IANA's registry of special addresses of IPv4 (RFC 6890), as far as `is_global` of some version calls them global:
# protocol assignments, relays of 6to4.
_SPECIAL_4 = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))
# All that was ever given out as global unicast (RFC 4291, section 2.4). Mapped, compatible, translated, local,
# link-local, site-local and multicast addresses all lie outside.
_UNICAST_6 = IPv6Network("2000::/3")
# In it: protocol assignments with Teredo, which holds addresses of IPv4, as 6to4 does; documentation.
_SPECIAL_6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: what DNS64 gives for a host that has IPv4 only


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, and so does the one that it stands for."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not any(address in net for net in _SPECIAL_4)
    if address.scope_id is not None:
        return False
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address.is_global and address in _UNICAST_6 and not any(address in net for net in _SPECIAL_6)


def anywhere(_: Address) -> bool:
    """Any address may be connected to: the client's user has typed it."""
    return True
