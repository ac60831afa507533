// What the pointer has in hand, or has just let go of: nodes, links, boxes, tiles of the palette, and the name that is then typed.
import { LabPage } from './page.ts'
import { expect, test } from './test.ts'

test('Escape calls off what is in hand: a node goes back, no link is drawn', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Called off')
  await lab.place('PC', 200, 150)
  await lab.place('PC', 500, 150)
  const before = (await lab.node('pc1').boundingBox())!
  const [x, y] = [before.x + before.width / 2, before.y + before.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 80, y + 90, { steps: 4 })
  expect((await lab.node('pc1').boundingBox())!.y, 'it follows the pointer').toBeGreaterThan(before.y + 60)
  await page.keyboard.press('Escape')
  await page.mouse.move(x + 120, y + 120, { steps: 4 })
  await page.mouse.up()
  expect(await lab.node('pc1').boundingBox()).toEqual(before)

  const target = (await lab.node('pc2').boundingBox())!
  await lab.takeLink('pc1')
  await page.mouse.move(target.x + 20, target.y + 20, { steps: 4 })
  await expect(page.locator('.react-flow__connection')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(page.locator('.react-flow__connection')).toHaveCount(0)
  await page.mouse.up()
  await lab.node('pc1').click()
  await lab.takeLink('pc1')
  await page.keyboard.press('Delete')
  await expect(page.locator('.react-flow__connection'), 'its node is gone').toHaveCount(0)
  await page.mouse.move(target.x + 20, target.y + 20, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByText('That cannot be done')).toBeHidden()
  await page.keyboard.press('Control+z')
  await expect(lab.node('pc1')).toBeVisible()
  await lab.deselect()
  await expect(lab.links()).toHaveCount(0)
  await lab.wire('pc1', 'pc2')
  await lab.deselect()
  await expect(lab.links(), 'the next one is drawn as ever').toHaveCount(1)
})

test('a box drawn with Shift selects nodes alone, and what is copied is those', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Boxed')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Find' }).getByRole('combobox').fill('>generate')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Generate a topology' }).getByRole('button', { name: 'Insert' }).click()
  await expect(lab.node('pc1')).toBeVisible()
  const pane = (await page.locator('.react-flow__pane').boundingBox())!
  await page.keyboard.down('Shift')
  await page.mouse.move(pane.x + 10, pane.y + 10)
  await page.mouse.down()
  await page.mouse.move(pane.x + pane.width - 20, pane.y + pane.height - 60, { steps: 5 })
  await page.mouse.up()
  await page.keyboard.up('Shift')
  await expect(lab.inspector()).toContainText('5 nodes')
  expect(await page.evaluate(() => getSelection()!.toString())).toBe('')
  await page.keyboard.press('Control+c')
  await page.keyboard.press('Control+v')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(lab.inspector()).toContainText('5 nodes')
  await lab.deselect()
  await expect(lab.inspector().getByRole('region', { name: 'Nodes' })).toContainText('10')
})

test('what is dragged from the palette is the tile it will be, where it will stand', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Dragged')
  await lab.place('PC', 200, 150)
  await page.evaluate(() => {
    const taken: { width: number; height: number; x: number; y: number }[] = []
    DataTransfer.prototype.setDragImage = (tile, x, y) => {
      const { width, height } = tile.getBoundingClientRect()
      taken.push({ width, height, x, y })
    }
    Object.assign(window, { taken })
  })
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await lab.place('Router', 500, 250)
  const tile = (await lab.node('router1').boundingBox())!
  const taken = await page.evaluate(() => (window as unknown as { taken: Record<string, number>[] }).taken)
  expect(taken).toHaveLength(1)
  expect(taken[0]!.width).toBeCloseTo(tile.width, 0)
  expect(taken[0]!.x).toBeCloseTo(tile.width / 2, 0)
  expect(taken[0]!.y).toBeCloseTo(tile.height / 2, 0)
  await expect(page.locator('.drag-tile')).toHaveCount(0)
})

test('the name of a node at the border is seen whole while it is typed', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'At the border')
  const canvas = (await page.locator('.react-flow').boundingBox())!
  await lab.place('PC', canvas.width - 20, 200)
  await lab.place('PC', 15, 250)
  for (const name of ['pc1', 'pc2']) {
    const tile = (await lab.node(name).boundingBox())!
    const seen = Math.max(canvas.x + 5, Math.min(tile.x + tile.width / 2, canvas.x + canvas.width - 5))
    await page.mouse.click(seen, tile.y + tile.height / 2)
    await page.keyboard.press('F2')
    const field = page.getByLabel(`Name of ${name}`)
    await expect(field).toBeFocused()
    const box = (await field.boundingBox())!
    expect(box.x).toBeGreaterThanOrEqual(canvas.x)
    expect(box.x + box.width).toBeLessThanOrEqual(canvas.x + canvas.width)
    await page.keyboard.press('Escape')
  }
})
