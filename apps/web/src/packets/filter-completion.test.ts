import { addNode, applyDiff, connect, emptyDocument } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { completionsAt } from './filter-completion.ts'
import { labWordsOf } from './lab-words.ts'

function lab() {
  let doc = emptyDocument('names')
  for (const x of [0, 200]) doc = applyDiff(doc, addNode(doc, { kind: 'jail', role: 'pc', position: { x, y: 0 } }).diff)
  return labWordsOf(applyDiff(doc, connect(doc, 'node:pc1', 'node:pc2').diff))
}

/** Words offered at the bar in the text. */
function offered(text: string): string[] {
  const caret = text.indexOf('|')
  return completionsAt(text.replace('|', ''), caret, lab()).map(({ word }) => word)
}

test('the beginning of a condition, and what was begun', () => {
  expect(offered('|').slice(0, 3)).toEqual(['icmp', 'arp', 'udp'])
  expect(offered('ic|')).toEqual(['icmp', 'icmp6', 'icmp[icmptype] == icmp-unreach', 'icmp[icmptype] == icmp-timxceed'])
  expect(offered('not (ar|')).toEqual(['arp'])
})

test('after a whole condition, what joins it to another', () => {
  expect(offered('icmp |')).toEqual(['and', 'or', 'and not'])
  expect(offered('(icmp |')).toEqual(['and', 'or', 'and not'])
  expect(offered('icmp and |')[0]).toBe('icmp')
})

test('nodes of the lab by name and address, and its networks', () => {
  expect(offered('host |')).toEqual(['pc1', 'pc2', '10.0.0.20', 'fc00::20', '10.0.0.21', 'fc00::21'])
  expect(offered('udp and src host pc|')).toEqual(['pc1', 'pc2'])
  expect(offered('net |')).toEqual(['10.0.0.0/24', 'fc00::/64'])
  expect(offered('src p|')).toEqual(['port', 'pc1', 'pc2'])
})

test('a word goes in where the caret is, and the caret behind it', () => {
  const [first] = completionsAt('ho and icmp', 2, lab())
  expect(first).toMatchObject({ word: 'host', text: 'host and icmp', caret: 5 })
})
