import { expect, test } from 'vitest'
import { Drawing } from '../../test/labs.ts'
import { parseExec } from './node-names.ts'

function lab() {
  const draw = new Drawing()
  draw.add('jail', 'pc')
  draw.add('switch')
  const zone1 = draw.add('zone', 'host')
  const zone2 = draw.add('zone', 'host')
  draw.add('jail', 'host', 'web', zone1)
  draw.add('jail', 'host', 'web', zone2)
  return draw.doc
}

test('a node is named by its name, its path or its id', () => {
  const doc = lab()
  expect(parseExec(doc, 'pc1: ping -c 3 10.0.0.2', 0)).toEqual({
    session: 'exec1',
    node: 'node:pc1',
    nodeName: 'pc1',
    line: 'ping -c 3 10.0.0.2',
  })
  expect(parseExec(doc, 'pc1:ping6 fe80::1', 1)).toMatchObject({ session: 'exec2', line: 'ping6 fe80::1' })
  expect(parseExec(doc, 'node:pc1: ping', 0)).toMatchObject({ node: 'node:pc1', line: 'ping' })
  expect(parseExec(doc, 'zone2/web: ping', 0)).toMatchObject({ node: 'node:web-2' })
})

test.each([
  ['ping 10.0.0.2', "--exec 'ping 10.0.0.2' is not a node and a command", "write --exec 'NODE: ping -c 3 10.0.0.2'"],
  ['pc1:', "--exec 'pc1:' is not a node and a command", "write --exec 'NODE: ping -c 3 10.0.0.2'"],
  ['pc2: ping', "there is no node 'pc2'", 'did you mean pc1?'],
  ['web: ping', "'web' could be any of 2 nodes", 'name one of zone1/web, zone2/web'],
  ['switch1: ping', "'switch1' is a switch and has no console", 'run the command in a jail or zone beside it'],
])('%s is refused', (text, message, mend) => {
  expect(() => parseExec(lab(), text, 0)).toThrow(expect.objectContaining({ exit: 2, message, mend }))
})
