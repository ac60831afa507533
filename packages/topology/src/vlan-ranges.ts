/** VLANs in ascending order as people write them: `1`, `10`, `20-29`. */
export function vlanRanges(ids: readonly number[]): string[] {
  const parts: string[] = []
  for (let i = 0; i < ids.length; ) {
    let last = i
    while (ids[last + 1] === ids[last]! + 1) last++
    parts.push(last === i ? String(ids[i]) : `${ids[i]}-${ids[last]}`)
    i = last + 1
  }
  return parts
}
