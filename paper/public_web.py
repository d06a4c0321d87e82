"""Which addresses of the internet lie on the public web: nothing behind the paper's own walls is ever asked."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

PORTS = {80, 443}
UNICAST = IPv6Network("2000::/3")  # all that is given out
TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64: an IPv4 address stands in the last 32 bits
RELAYS = [ip_network("192.88.99.0/24"), ip_network("2002::/16"), ip_network("2001::/32")]  # 6to4 and Teredo
UNASSIGNED = [ip_network("2001:db8::/32"), ip_network("3fff::/20")]  # written in manuals, used inside


def is_public(address: str, port: int) -> bool:
    """Whether a server at that numeric address and port may be asked for a page that anybody could ask for."""
    return port in PORTS and _is_outside(ip_address(address.partition("%")[0]))


def _is_outside(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        inner = _inside_of(address)
        if inner:
            return _is_outside(inner)
        if address not in UNICAST:
            return False
    elsewhere = (net for net in (*RELAYS, *UNASSIGNED) if net.version == address.version)
    return address.is_global and not address.is_multicast and not any(address in net for net in elsewhere)


def _inside_of(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address is another spelling of."""
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in TRANSLATED else address.ipv4_mapped
