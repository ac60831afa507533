// Servers that break off what they say: a line for the person, not a stack trace.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { MemoryIo } from '../../test/memory-io.ts'
import { main } from '../cli.ts'

const LABS = JSON.stringify([{ id: 'ab', name: 'chain', modified: 0, run: 'running', clients: 0 }])

/** A server with one lab, whose other answers begin and break off. */
async function brokenServer(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer(({ url }, response) => {
    if (url === '/api/labs') response.end(LABS)
    else answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function etherloom(...words: string[]) {
  const io = new MemoryIo()
  const exit = await main(words, io)
  return { exit, stdout: io.stdout, stderr: io.stderr }
}

test('a command and a capture whose server dies say so', async () => {
  const url = await brokenServer((response) => {
    response.write('{"text":"64 bytes\\n"}\n')
    setImmediate(() => response.destroy())
  })
  expect(await etherloom('exec', '--server', url, 'chain', 'pc1', 'ping', 'pc2')).toMatchObject({
    exit: 5,
    stderr: 'etherloom exec: the server went away in the middle of its answer\n',
  })
  const captured = await etherloom('capture', '--server', url, 'chain', 'pc1-pc2', '-w', '/dev/null')
  expect(captured).toMatchObject({ exit: 5, stderr: expect.stringContaining('the server went away') })
})

test('an answer that is no JSON is told as one', async () => {
  const url = await brokenServer((response) => response.end('<html>'))
  expect(await etherloom('ls', '--server', url, 'chain')).toMatchObject({
    exit: 5,
    stderr: `etherloom ls: the answer of ${url} breaks off, or is no JSON: is it an Etherloom?\n`,
  })
})
