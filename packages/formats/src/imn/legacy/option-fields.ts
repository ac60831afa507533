// `option show {…}` of the older grammar. The newer one writes only what differs from IMUNES' defaults.
import type { ReadField } from './read-legacy.ts'

const SHOW: Readonly<Record<string, readonly [key: string, byDefault: string]>> = {
  interface_names: ['show_interface_names', '1'],
  ip_addresses: ['show_interface_ipv4', '1'],
  ipv6_addresses: ['show_interface_ipv6', '1'],
  node_labels: ['show_node_labels', '1'],
  link_labels: ['show_link_labels', '1'],
  background_images: ['show_background_image', '0'],
  annotations: ['show_annotations', '1'],
  grid: ['show_grid', '1'],
  hostsAutoAssign: ['auto_etc_hosts', '0'],
  iconSize: ['icon_size', 'normal'],
  zoom: ['zoom', '1.0'],
}

export const optionField: ReadField = (path, key, value, into) => {
  if (!Object.hasOwn(SHOW, key.text)) return false
  const [name, byDefault] = SHOW[key.text]
  const said = value.text === 'yes' ? '1' : value.text === 'no' ? '0' : value.text
  if (said !== byDefault) into.set([...path, name], said, key.line)
  return true
}
