// Words for numbers, as Wireshark's users know them.
export const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`

export const etherTypeNames: { readonly [type: number]: string } = {
  2048: 'IPv4',
  2054: 'ARP',
  32821: 'RARP',
  33024: '802.1Q Virtual LAN',
  34525: 'IPv6',
  34916: 'PPPoE Discovery',
  34915: 'PPPoE Session',
  34887: 'MPLS label switched packet',
  34984: '802.1ad Provider Bridge (Q-in-Q)',
  34997: 'Local Experimental Ethertype 1',
  34998: 'Local Experimental Ethertype 2',
  35020: '802.1 Link Layer Discovery Protocol (LLDP)',
}

export const ipProtocolNames: { readonly [protocol: number]: string } = {
  0: 'IPv6 Hop-by-Hop Option',
  1: 'ICMP',
  2: 'IGMP',
  4: 'IPIP',
  6: 'TCP',
  17: 'UDP',
  41: 'IPv6',
  43: 'Routing Header for IPv6',
  44: 'Fragment Header for IPv6',
  47: 'Generic Routing Encapsulation',
  50: 'Encap Security Payload',
  51: 'Authentication Header',
  58: 'ICMPv6',
  59: 'No Next Header for IPv6',
  60: 'Destination Options for IPv6',
  89: 'OSPF IGP',
  103: 'PIM',
  112: 'VRRP',
  132: 'SCTP',
}

/** `IPv4 (0x0800)` */
export const etherTypeText = (type: number): string => `${etherTypeNames[type] ?? 'Unknown'} (${hex(type, 4)})`
/** `ICMP (1)` */
export const ipProtocolText = (protocol: number): string => `${ipProtocolNames[protocol] ?? 'Unknown'} (${protocol})`
/** `ICMP 1` */
export const ipProtocolShort = (protocol: number): string => `${ipProtocolNames[protocol] ?? 'Unknown'} ${protocol}`
