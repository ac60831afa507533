// A large lab seen from far: its nodes are pixels until the pointer is over one.
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
