// Why a frame died. One list for the whole product: the kernel counts by number, the browser prints the words.
// Numbers are part of captures and counters: append, never renumber. 25 and 50 are of older ones, and counted no more; 26 waits
// for firewalls.
export const DROP_NONE = 0
export const DROP_RUNT = 1
export const DROP_BAD_HEADER = 2
export const DROP_BAD_CHECKSUM = 3
export const DROP_TTL_EXCEEDED = 4
export const DROP_NO_ROUTE = 5
export const DROP_NO_ARP_REPLY = 6
export const DROP_ARP_QUEUE = 7
export const DROP_LINK_DOWN = 8
export const DROP_QUEUE_FULL = 9
export const DROP_NOBUFS = 10
export const DROP_NO_HEADROOM = 11
export const DROP_LOSS = 12
export const DROP_NOT_FOR_US = 13
export const DROP_IFACE_DOWN = 14
export const DROP_UNKNOWN_TYPE = 15
export const DROP_NOT_FORWARDING = 16
export const DROP_TOO_BIG = 17
export const DROP_NO_PROTOCOL = 18
export const DROP_NO_PORT = 19
export const DROP_MARTIAN = 20
export const DROP_RATE_LIMITED = 21
export const DROP_HAIRPIN = 22
export const DROP_RESERVED_MAC = 23
export const DROP_GONE = 24
export const DROP_NO_ADDRESS = 27
export const DROP_NO_MULTICAST_ROUTE = 28
export const DROP_BLACKHOLE = 29
export const DROP_REJECT = 30
export const DROP_FRAGMENT_LIMIT = 31
export const DROP_FRAGMENT_OVERLAP = 32
export const DROP_FRAGMENT_TIMEOUT = 33
export const DROP_NO_ND_REPLY = 34
export const DROP_ND_QUEUE = 35
export const DROP_BAD_ND = 36
export const DROP_EXT_HEADER = 37
export const DROP_SCOPE = 38
export const DROP_SOCKET_FULL = 39
export const DROP_NO_OTHER_PORT = 40
export const DROP_LOOP = 41
export const DROP_BIT_ERROR = 42
export const DROP_EARLY = 43
export const DROP_LINK_MTU = 44
export const DROP_WRONG_VLAN = 45
export const DROP_UNTAGGED = 46
export const DROP_PORT_BLOCKED = 47
export const DROP_BAD_BPDU = 48
export const DROP_NO_LISTENER = 49
export const DROP_ECHO_TO_ALL = 51

/** Words for the counters, by number; short enough for a badge. */
export const dropWords: readonly string[] = [
  'none',
  'runt',
  'bad header',
  'bad checksum',
  'ttl exceeded',
  'no route',
  'no arp reply',
  'arp queue full',
  'link down',
  'queue full',
  'no buffers',
  'no headroom',
  'loss',
  'not for us',
  'interface down',
  'unknown type',
  'not forwarding',
  'too big',
  'no protocol',
  'no port',
  'martian',
  'rate limited',
  'back where it came from',
  'reserved address',
  'receiver gone',
  'fragment',
  'filtered',
  'no address',
  'no multicast route',
  'blackhole route',
  'reject route',
  'too many fragments',
  'overlapping fragments',
  'fragments missing',
  'no neighbor reply',
  'neighbor queue full',
  'bad neighbor discovery',
  'extension header',
  'beyond scope',
  'socket full',
  'no other port',
  'loop',
  'bit error',
  'early drop',
  'beyond link mtu',
  'wrong vlan',
  'untagged',
  'port blocked',
  'bad bpdu',
  'no listener',
  'group not joined',
  'echo to all',
]

/** One sentence a person can act on, by number. */
export const dropHints: readonly string[] = [
  '',
  'The frame is shorter than its headers.',
  'A header field contradicts the frame: version, header length or total length.',
  'The header checksum does not match the header.',
  'The packet passed too many routers; look for a routing loop, or send it with a larger TTL.',
  'No route matches the destination; add one, or a default route.',
  'Nobody answered ARP for the next hop; check the address, the wire and the state of the neighbor.',
  'Too many packets wait for one ARP answer; the oldest were dropped.',
  'The link is down or its other end is not connected.',
  'More frames arrived than the queue holds; the link or the receiver is slower than the sender.',
  'The packet buffers of the experiment are used up.',
  'There is no room in front of the frame for another header.',
  'Lost on purpose: the link has a loss setting.',
  'The destination address belongs to somebody else.',
  'The interface is down; bring it up.',
  'Nothing here handles this EtherType.',
  'The node is not a router; turn forwarding on if it should be one.',
  'The packet is larger than the MTU of the way out and may not be fragmented.',
  'Nothing here handles this IP protocol.',
  'No program listens on this port.',
  'The source or destination address may not appear on a wire.',
  'An ICMP error was held back by the rate limit.',
  'The switch has learned the destination on the port the frame came from.',
  'This group address is never forwarded by switches (IEEE 802.1D).',
  'The receiver was removed while the frame was on its way.',
  'No longer counted: fragments are put together wherever they are taken.',
  'Not counted yet: for firewalls.',
  'The interface has no address to send from.',
  'Routers here do not forward multicast: the group has members on this link only.',
  'A blackhole route swallows what goes there, without telling the sender.',
  'A reject route refuses what goes there, and tells the sender.',
  'More fragments wait for their rest than this node keeps.',
  'Two fragments of one packet cover the same bytes; no honest sender does that.',
  'The rest of a fragmented packet did not come in time; look for loss on the way.',
  'Nobody answered neighbor discovery for the next hop; check the address, the wire and the neighbor.',
  'Too many packets wait for one neighbor discovery answer; the oldest were dropped.',
  'A neighbor discovery message broke a rule of RFC 4861: hop limit 255, lengths, addresses.',
  'An extension header or an option in it is refused here.',
  'A link-local or loopback address may not leave its link.',
  'The program does not read its socket as fast as datagrams arrive.',
  'Nothing else is connected to the switch or hub.',
  'The same sender was heard on two links of a bridge within its minimum stable age: look for a loop.',
  'Lost on purpose: the link has a bit error rate, and some bit of the frame was wrong.',
  'CoDel or RED dropped it before the queue was full, so that its sender slows down.',
  'The link has an MTU setting, and the packet is longer; set the MTU of the interfaces at its ends to it.',
  'The VLAN of the frame is not one that this port or interface takes part in.',
  'This trunk port takes tagged frames only; give it a native VLAN for the others.',
  'Spanning tree keeps this port of the switch out of service, so that the network has no loop.',
  'A spanning tree message that breaks the rules of IEEE 802.1D.',
  'Snooping is on, and nobody behind another port of the switch asked for this multicast group.',
  'No longer counted: a network card would not take what is sent to a group that nobody there has joined.',
  'A ping of a broadcast address, which hosts do not answer.',
]
