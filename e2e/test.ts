// `test` with the running product, and with the page's own complaints as failures.
import { test as base, expect } from '@playwright/test'
import { Product } from './product.ts'

export { expect } from '@playwright/test'

interface Fixtures {
  /** Errors of the page: exceptions, and whatever it wrote to the console as an error. */
  complaints: string[]
}

export const test = base.extend<Fixtures, { product: Product }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const product = await Product.start()
      await use(product)
      expect(await product.stop(), 'the server ends cleanly on Ctrl-C').toBe(0)
    },
    { scope: 'worker' },
  ],
  complaints: [
    async ({ context }, use) => {
      const complaints: string[] = []
      context.on('weberror', (error) => complaints.push(error.error().stack ?? String(error.error())))
      context.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`)
      })
      await use(complaints)
      expect(complaints, 'the page has nothing to complain about').toEqual([])
    },
    { auto: true },
  ],
})
