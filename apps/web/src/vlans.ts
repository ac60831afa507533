// The VLANs a trunk carries, as people write them: "all", or "1, 10, 20-29".
import { type SwitchPort, vlanRanges } from '@etherloom/topology'

const MAX_VLAN = 4094

export function formatVlans(allowed: SwitchPort['allowed']): string {
  return allowed === 'all' || allowed.length === MAX_VLAN ? 'all' : vlanRanges(allowed).join(', ')
}

/** Null when it cannot be read. Nothing at all is no VLAN. */
export function parseVlans(text: string): SwitchPort['allowed'] | null {
  if (text.trim().toLowerCase() === 'all') return 'all'
  const vlans = new Set<number>()
  for (const part of text.split(/[\s,]+/).filter((word) => word !== '')) {
    const match = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part)
    if (!match) return null
    const first = Number(match[1])
    const last = Number(match[2] ?? match[1])
    if (first < 1 || last > MAX_VLAN || last < first) return null
    for (let id = first; id <= last; id++) vlans.add(id)
  }
  return vlans.size === MAX_VLAN ? 'all' : [...vlans].sort((a, b) => a - b)
}
