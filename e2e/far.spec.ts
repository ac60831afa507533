// A large lab seen from far: its nodes are pixels until the pointer is over one.
import type { Page } from '@playwright/test'
import { LabPage } from './page.ts'
import { expect, test } from './test.ts'

test('a node seen from far is moved by a hand quicker than its tile is wide', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'From far')
  await lab.generateGrid(24)
  await expect(page.locator('.react-flow')).toHaveAttribute('data-tiny')
  await page.keyboard.press('Escape')
  await expect(page.locator('.react-flow__node')).toHaveCount(0)

  const box = (await page.locator('.react-flow').boundingBox())!
  const node = page.locator('.react-flow__node')
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  // Diagonally over the drawing, until there is one under the pointer.
  for (let i = 0; i < 60 && (await node.count()) === 0; i++) {
    at.x += 1
    at.y += i % 3
    await page.mouse.move(at.x, at.y)
    await page.waitForTimeout(40)
  }
  const taken = await node.getAttribute('data-id')
  await page.mouse.down()
  await page.mouse.move(at.x + 40, at.y + 30)
  await page.mouse.move(at.x + 60, at.y + 50)
  await expect(page.locator('.react-flow__node.dragging')).toHaveAttribute('data-id', taken!)
  await page.mouse.up()
  await expect(page.locator('.react-flow__node.dragging')).toHaveCount(0)
})

test('what a worker makes is there as a whole, can be taken back, and is kept by the server', async ({
  page,
  product,
}) => {
  const lab = await LabPage.create(page, product.url, 'Made elsewhere')
  await lab.generateGrid(15)
  // All of them are selected: once more, and back.
  await page.keyboard.press('Control+d')
  const all = async () => {
    await page.keyboard.press('Control+a')
    return lab.inspector().textContent()
  }
  await expect.poll(all).toContain('450 nodes')
  await lab.button('Undo').click()
  await expect.poll(all).toContain('225 nodes')
  await page.keyboard.press('Delete')
  await expect(lab.inspector()).not.toContainText('225 nodes')
  await lab.button('Undo').click()
  await page.reload()
  await expect.poll(all).toContain('225 nodes')
})

test('hundreds of nodes are moved, set and copied by keys: the server has it all', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'All at once')
  await lab.generateGrid(15)
  const file = async () => await (await fetch(page.url().replace('/labs/', '/api/labs/'))).text()
  const xs = async () => [...(await file()).matchAll(/"x": (-?\d+)/g)].map(([, x]) => Number(x))
  await expect.poll(async () => (await xs()).length).toBe(225)
  const before = await xs()

  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(xs).toEqual(before.map((x) => x + 20))

  await lab.inspector().getByLabel('MTU').fill('1400')
  await page.keyboard.press('Enter')
  await expect.poll(async () => [...(await file()).matchAll(/"mtu": 1400/g)].length).toBeGreaterThan(800)

  // From the field back to the canvas. What is pasted is there, though the copy is still being made.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+c')
  await page.keyboard.press('Control+v')
  await expect.poll(async () => (await xs()).length).toBe(450)
})

interface Frame {
  readonly node: string
  /** What the drawing looks like, where that is asked for. */
  readonly drawing: string
  readonly zoom: number
  readonly stretched: number
  readonly bitmap: number
}

/** What is on the page in each frame until `stop`, as far as it concerns one node and the drawing below it. */
async function filmed(page: Page, id: string, withDrawing: boolean, during: () => Promise<void>): Promise<Frame[]> {
  await page.evaluate(
    ([id, withDrawing]) => {
      const film: Frame[] = []
      let going = true
      const scaleOf = (element: Element) => new DOMMatrix(getComputedStyle(element).transform).a
      const look = () => {
        const bitmaps = [...document.querySelectorAll<HTMLCanvasElement>('[data-testid=edge-layer]')]
        const bitmap = bitmaps.findIndex(({ style }) => style.visibility !== 'hidden')
        film.push({
          node: document.querySelector<HTMLElement>(`[data-id="${id}"]`)?.style.transform ?? '',
          drawing: withDrawing ? bitmaps[bitmap]!.toDataURL() : '',
          zoom: scaleOf(document.querySelector('.react-flow__viewport')!),
          stretched: scaleOf(bitmaps[bitmap]!),
          bitmap,
        })
      }
      const frame = () => {
        // After all that is done in this frame.
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = look
        port2.postMessage(null)
        if (going) requestAnimationFrame(frame)
      }
      requestAnimationFrame(frame)
      Object.assign(window, {
        endFilm: () => {
          going = false
          return film
        },
      })
    },
    [id, withDrawing] as const,
  )
  await during()
  return page.evaluate(() => (window as unknown as { endFilm(): Frame[] }).endFilm())
}

test('a node of thousands and its links are seen to move in one frame, and the drawing with the view', async ({
  page,
  product,
}) => {
  const lab = await LabPage.create(page, product.url, 'In step')
  await lab.generateGrid(33)
  await page.keyboard.press('Escape')
  const inView = page.locator('.react-flow__node')
  await expect
    .poll(async () => {
      await page.getByRole('button', { name: 'Zoom in' }).click()
      return inView.count()
    })
    .toBeGreaterThan(10)
  await page.waitForTimeout(500)
  const pane = (await page.locator('.react-flow').boundingBox())!
  const ids = await inView.evaluateAll(
    (nodes, { x, y }) =>
      nodes
        .filter((node) => {
          const box = node.getBoundingClientRect()
          return Math.abs(box.x - x) < 150 && Math.abs(box.y - y) < 150
        })
        .map((node) => (node as HTMLElement).dataset.id!),
    { x: pane.x + pane.width / 2, y: pane.y + pane.height / 2 },
  )
  const id = ids[0]!
  await page.locator(`[data-id="${id}"]`).click()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.waitForTimeout(1000)

  const undone = await filmed(page, id, true, async () => {
    await page.keyboard.press('Control+z')
    await page.waitForTimeout(1000)
  })
  const first = undone.find(({ node }) => node === undone.at(-1)!.node && node !== undone[0]!.node)!
  expect(first, 'it was moved back').toBeDefined()
  expect(first.drawing === undone.at(-1)!.drawing, 'with its links').toBe(true)

  const fitted = await filmed(page, id, false, async () => {
    await page.getByRole('button', { name: /^Fit/ }).click()
    await page.waitForTimeout(600)
  })
  expect(fitted.at(-1)!.zoom).toBeLessThan(fitted[0]!.zoom / 2)
  for (const [i, now] of fitted.entries()) {
    const before = fitted[i - 1]
    if (before?.bitmap === now.bitmap) expect(now.zoom / now.stretched).toBeCloseTo(before.zoom / before.stretched, 3)
  }
})
