// What lies between a page and its server, in a test's hands: the lab's WebSocket goes through it.
import type { Page } from '@playwright/test'

/** What the server says to that page waits until it is let through. */
export async function slowNetwork(page: Page): Promise<{ hold(): void; release(): void }> {
  let held: (() => void)[] | null = null
  await page.routeWebSocket(/\/ws/, (socket) => {
    const server = socket.connectToServer()
    server.onMessage((message) => (held ? held.push(() => socket.send(message)) : socket.send(message)))
  })
  return {
    hold: () => {
      held = []
    },
    release: () => {
      for (const pass of held ?? []) pass()
      held = null
    },
  }
}

/** Ends that page's connection, and lets none come about until it is mended. */
export async function cutNetwork(page: Page): Promise<{ cut(): void; mend(): void }> {
  let isCut = false
  const hangUps = new Set<() => void>()
  await page.routeWebSocket(/\/ws/, (socket) => {
    if (isCut) return void socket.close()
    const server = socket.connectToServer()
    // What the page says while its connection ends goes nowhere, as it would.
    socket.onMessage((message) => {
      if (!isCut) server.send(message)
    })
    hangUps.add(() => {
      void socket.close()
      void server.close()
    })
  })
  return {
    cut: () => {
      isCut = true
      for (const hangUp of hangUps) hangUp()
      hangUps.clear()
    },
    mend: () => {
      isCut = false
    },
  }
}
