// Files of programs that cannot be read yet, known by what only they say, so that they are refused by name.
interface Other {
  readonly title: string
  readonly recognizes: (start: string) => boolean
}

/** As much of a file as is looked at. */
const LOOKED_AT = 20_000

const others: readonly Other[] = [
  {
    title: 'a GNS3 project',
    recognizes: (text) => isJson(text) && /"(gns3_?server|computes|drawings)"\s*:|"type"\s*:\s*"topology"/.test(text),
  },
  {
    title: 'a MiniEdit topology',
    recognizes: (text) => isJson(text) && /"controllers"\s*:/.test(text) && /"switches"\s*:/.test(text),
  },
  { title: 'a CORE scenario', recognizes: (text) => isXml(text) && /<(scenario|CoreScenario|coreconfig)\b/.test(text) },
  { title: 'an EVE-NG lab', recognizes: (text) => isXml(text) && /<lab\b[^>]*\bname=/.test(text) },
  {
    title: 'a containerlab topology',
    recognizes: (text) => /^topology:\s*$/m.test(text) && /^\s+nodes:\s*$/m.test(text),
  },
  {
    title: 'a Cisco Modeling Labs topology',
    recognizes: (text) => /^lab:\s*$/m.test(text) && /^nodes:/m.test(text) && /^links:/m.test(text),
  },
  {
    title: 'a Kathará lab.conf',
    recognizes: (text) => /^[A-Za-z0-9_]+\[(\d+|image)\]\s*=/m.test(text) && !isJson(text),
  },
  { title: 'a Mininet script', recognizes: (text) => /^\s*(from|import)\s+mininet\b/m.test(text) },
  { title: 'a DOT graph', recognizes: (text) => /^\s*(strict\s+)?(di)?graph\b[^{]*\{/i.test(text) },
  { title: 'a capture of packets', recognizes: (text) => text.startsWith('\n\r\r\n') || text.startsWith('snoop\0') },
]

const isJson = (text: string) => /^\s*\{/.test(text)
const isXml = (text: string) => /^\s*(<\?xml|<!--|<[A-Za-z])/.test(text)

/** What the file is, in words, when it is of a program that is known and not supported; null otherwise. */
export function otherFormat(text: string): string | null {
  const start = text.slice(0, LOOKED_AT)
  return others.find((other) => other.recognizes(start))?.title ?? null
}
