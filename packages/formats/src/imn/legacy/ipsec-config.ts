// `ipsec-config`: certificates, and connections in the manner of strongSwan's ipsec.conf.
import type { TreeBuilder } from './tree-builder.ts'

const FILES = ['ca_cert', 'local_cert', 'local_key_file']

export function readIpsecConfig(text: string, line: number, path: readonly string[], into: TreeBuilder): void {
  let connection: string | null = null
  text.split('\n').forEach((each, i) => {
    const words = each.trim().split(/\s+/)
    const last = words[words.length - 1]
    const put = (key: readonly string[], value: string) => into.set([...path, 'ipsec', ...key], value, line + i)
    if (FILES.includes(words[0])) put([words[0]], last)
    else if (words[0] === 'ipsec-logging') put(['ipsec_logging'], last)
    else if (words[0] === 'conn') connection = last
    else if (words[0] === 'config') connection = null
    else if (connection !== null && each.includes('=')) {
      const equals = each.indexOf('=')
      put(['ipsec_configs', connection, each.slice(0, equals).trim()], each.slice(equals + 1).trim())
    } else if (!['', '{', '}', 'configuration'].includes(words[0])) into.drop([...path, 'ipsec'], line + i, each.trim())
  })
}
