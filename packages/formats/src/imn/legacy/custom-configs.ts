// `custom-configs { custom-config-id conf1 { custom-command /bin/sh config {…} } … }`: start-up files for a node. The file
// indents them for its own sake; what they say begins at their first line's indent.
import { parseTclList } from '../tcl-list.ts'
import type { TreeBuilder } from './tree-builder.ts'

export function readCustomConfigs(text: string, line: number, path: readonly string[], into: TreeBuilder): void {
  const words = parseTclList(text, line)
  for (let i = 0; i + 2 < words.length; i += 3) {
    const at = [...path, 'custom_configs', 'NODE_CONFIG', words[i + 1].text]
    const fields = parseTclList(words[i + 2].text, words[i + 2].line)
    for (let j = 0; j + 1 < fields.length; j += 2) {
      const [key, value] = [fields[j], fields[j + 1]]
      if (key.text === 'config') into.set([...at, 'custom_config'], unindent(value.text), key.line)
      else into.set([...at, key.text.replaceAll('-', '_')], value.text, key.line)
    }
  }
  const rest = words.length % 3
  for (const word of words.slice(words.length - rest)) into.drop([...path, 'custom_configs'], word.line, word.text)
}

/** Without the line of the opening brace and that of the closing one, and without the indent of the first line left. */
function unindent(text: string): string {
  const lines = text.split('\n').slice(1, -1)
  const width = /^[ \t]*/.exec(lines[0] ?? '')![0].length
  return lines.map((each) => each.replace(new RegExp(`^[ \\t]{0,${width}}`), '')).join('\n')
}
