// Why a key of an .imn file has no place in a lab. Keys not listed here are none that IMUNES writes.
const UNKNOWN = 'Etherloom does not know this key'

const STARTUP = 'start-up files are not run'
const CONTAINER = 'nodes are no containers with an image of their own'
const SCHEDULE = 'settings do not change by a timetable'
const CANVAS = 'the canvas draws in its own manner'
const JITTER = 'jitter is a spread around the delay, not a list of delays to go through'
const BRIDGE = 'the switch has no such setting'

const NODE: Readonly<Record<string, string>> = {
  type: 'it is no router, host, pc, switch or hub',
  name: 'a name is letters, digits, - _ and . and belongs to one node',
  model: 'there is one routing table and no choice of routing suites',
  router_config: 'it is no protocol a node can be set to run',
  auto_default_routes: 'routes are computed for all nodes or for none',
  cpu: 'nodes share one processor',
  croutes4: 'it is no route: a prefix and the address of a neighbor',
  croutes6: 'it is no route: a prefix and the address of a neighbor',
  services: 'services are not started',
  custom_enabled: STARTUP,
  custom_selected: STARTUP,
  custom_configs: STARTUP,
  custom_command: STARTUP,
  custom_image: CONTAINER,
  docker_attach: CONTAINER,
  snapshot: CONTAINER,
  nat_iface: 'labs do not reach the real network',
  vlan: 'labs do not reach the real network',
  stp_enabled: BRIDGE,
  vlan_filtering: 'it is no switch',
  bridge: BRIDGE,
  nat64: 'nothing is translated between IPv4 and IPv6',
  packgen: 'nothing is sent but by commands in nodes',
  ipsec: 'there is no IPsec',
  events: SCHEDULE,
  ifaces: 'it is no interface a node can have',
}

const IFACE: Readonly<Record<string, string>> = {
  type: 'the interface is part of the lab, no real one',
  name: 'a name begins with a letter and belongs to one interface of the node',
  mac: 'it is no MAC address an interface can have',
  mtu: 'an MTU is 68 to 9216 bytes',
  link: 'the link joins other interfaces',
  ipv4_addrs: 'it is no IPv4 address with a prefix length, or belongs to a port that has none',
  ipv6_addrs: 'it is no IPv6 address with a prefix length, or belongs to a port that has none',
  nat_state: 'routers translate no addresses',
  ifc_qdisc: 'the queue is a property of a link, and this interface has none',
  ifc_qdrop: 'the queue is a property of a link, and this interface has none',
  queue_len: 'the queue is a property of a link, and this interface has none, or it is no length',
  vlan_dev: 'labs do not reach the real network',
  vlan_tag: 'it is no VLAN of a port',
  vlan_type: 'it is no kind of port',
  filter_rules: 'frames are not filtered',
}

const LINK: Readonly<Record<string, string>> = {
  bandwidth: 'it is no number of bits per second',
  delay: 'it is no number of microseconds',
  ber: 'it is no number of bits',
  loss: 'it is no percentage',
  duplicate: 'it is no percentage',
  direct: 'every link can be shaped and captured',
  mirror: 'the lab is one plane',
  events: SCHEDULE,
}

const GUI: Readonly<Record<string, string>> = {
  canvas: 'the lab is one plane, on which the canvases lie side by side',
  iconcoords: 'it is no place: two numbers',
  points: 'links are drawn straight',
  label: 'a node is labelled with its name',
  custom_icon: CANVAS,
  labelcoords: CANVAS,
  color: CANVAS,
  width: CANVAS,
}

const LAB: Readonly<Record<string, string>> = {
  version: 'it is a version of IMUNES that is not known',
  'gui/options': CANVAS,
  'gui/annotations': 'there is nothing to draw but nodes and links',
  'gui/images': 'there are no pictures on the canvas',
  'gui/canvases': 'the lab is one plane, on which the canvases lie side by side',
  'gui/nodes': 'it is the place of a link that goes from one canvas to another, or of no node',
  'gui/links': 'it is the way of a link that goes from one canvas to another, or of no link',
  'gui/points': 'links are drawn straight',
  options: 'it is a setting of the IMUNES program',
}

export type Scope = 'node' | 'iface' | 'link' | 'gui' | 'lab'
const tables = { node: NODE, iface: IFACE, link: LINK, gui: GUI, lab: LAB }

export function whyNot(scope: Scope, key: string): string {
  const table = tables[scope]
  if (Object.hasOwn(table, key)) return table[key]
  if (scope === 'link' && key.startsWith('jitter_')) return JITTER
  if (scope === 'iface' && key.startsWith('stp_')) return BRIDGE
  return UNKNOWN
}
