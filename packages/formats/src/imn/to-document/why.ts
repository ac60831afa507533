// Why a key of an .imn file has no place in a lab. Keys not listed here are none that IMUNES writes.
const UNKNOWN = 'Etherloom does not know this key'

const STARTUP = 'start-up files are not run'
const CONTAINER = 'nodes are no containers with an image of their own'
const SCHEDULE = 'settings do not change by a timetable'
const NO_CANVAS = 'there is no such canvas'
const VIEW = 'what is shown is chosen in the page, not in a lab'
const LETTERS = 'texts are of one family of letters: their size counts'
const NO_COLOR = 'it is no colour that is known: #rrggbb is'
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
  mirror: 'it is half of a link whose other half is not there',
  events: SCHEDULE,
}

const GUI: Readonly<Record<string, string>> = {
  canvas: NO_CANVAS,
  iconcoords: 'it is no place: two numbers',
  points: 'a link bends at 32 points at most, each of which is a place under "points"',
  label: 'a node is labelled with its name',
  custom_icon: 'it is no picture of the file that can be shown',
  labelcoords: 'a label stands below its node',
  color: 'a link is drawn by what it does',
  width: 'a link is drawn by what it does',
  'gui.halves': 'the halves of a link are drawn as the link is',
}

const DRAWN: Readonly<Record<string, string>> = {
  canvas: NO_CANVAS,
  name: 'a name has 1 to 64 characters',
  size: 'it is no size: two numbers above 0',
  bkg_image: 'it is no picture of the file that can be shown',
  label: 'a text has 4000 characters at most',
  color: NO_COLOR,
  bordercolor: NO_COLOR,
  labelcolor: NO_COLOR,
  width: 'it is no width: 0 to 100',
  rad: 'it is no radius: 0 to 1000',
  font: LETTERS,
  fontfamily: LETTERS,
  fontsize: LETTERS,
  effects: LETTERS,
  file: "a picture's name has 1 to 100 characters",
  type: 'a picture can be an icon and lie under a canvas',
}
const ZOOMED = 'pictures are drawn at every size'

const LAB: Readonly<Record<string, string>> = {
  version: 'it is a version of IMUNES that is not known',
  'gui/options': VIEW,
  'gui/annotations': 'it is no annotation',
  'gui/images': 'it is no picture',
  'gui/canvases': 'it is no canvas, or one too many: a lab holds 200',
  'gui/nodes': 'it is the place of no node, and of no half of a link that is in two',
  'gui/links': 'it is the way of no link',
  'gui/points': 'no link bends there',
  options: 'it is a setting of the IMUNES program',
}

export type Scope = 'node' | 'iface' | 'link' | 'gui' | 'lab' | 'drawn'
const tables = { node: NODE, iface: IFACE, link: LINK, gui: GUI, lab: LAB, drawn: DRAWN }

export function whyNot(scope: Scope, key: string): string {
  const table = tables[scope]
  if (Object.hasOwn(table, key)) return table[key]
  if (scope === 'link' && key.startsWith('jitter_')) return JITTER
  if (scope === 'drawn' && key.startsWith('zoom_')) return ZOOMED
  if (scope === 'iface' && key.startsWith('stp_')) return BRIDGE
  return UNKNOWN
}
