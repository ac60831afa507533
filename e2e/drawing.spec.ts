// What is drawn beside the network: annotations, groups, canvases, bent links. All of it is undone, and there after a reload.
import type { Page } from '@playwright/test'
import { LabPage } from './page.ts'
import { expect, test } from './test.ts'

interface LabFile {
  readonly layout: { readonly [node: string]: { x: number; y: number; canvas?: string; group?: string } }
  readonly annotations?: { readonly [id: string]: { shape: string; x: number; y: number; text?: string } }
  readonly groups?: { readonly [id: string]: { title: string; collapsed?: boolean } }
  readonly canvases?: { readonly [id: string]: { name: string } }
  readonly paths?: { readonly [edge: string]: { points?: { x: number; y: number }[] } }
}

/** The lab as the server has it on disk. */
async function saved(page: Page): Promise<LabFile> {
  const response = await page.request.get(page.url().replace('/labs/', '/api/labs/'))
  return (await response.json()) as LabFile
}

async function dragOn(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const pane = (await page.locator('.react-flow__pane').boundingBox())!
  await page.mouse.move(pane.x + from[0], pane.y + from[1])
  await page.mouse.down()
  await page.mouse.move(pane.x + to[0], pane.y + to[1], { steps: 6 })
  await page.mouse.up()
}

const tool = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Palette' }).getByRole('button', { name, exact: true })

test('annotations are drawn, moved, written on, undone, and there after a reload', async ({ page, product }) => {
  await LabPage.create(page, product.url, 'Notes')
  await tool(page, 'Rectangle').click()
  await dragOn(page, [100, 200], [300, 320])
  const shapes = async () => Object.values((await saved(page)).annotations ?? {}).map(({ shape }) => shape)
  await expect.poll(shapes).toEqual(['rectangle'])
  const [before] = Object.values((await saved(page)).annotations!)
  // By its line, beside the handle in the middle of it.
  await dragOn(page, [100, 230], [140, 250])
  const shift = async () => {
    const [now] = Object.values((await saved(page)).annotations!)
    return [now!.x - before!.x, now!.y - before!.y]
  }
  await expect.poll(shift).toEqual([40, 20])
  await page.keyboard.press('ArrowRight')
  await expect.poll(shift).toEqual([41, 20])
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect.poll(shift).toEqual([0, 0])

  await tool(page, 'Text').click()
  await dragOn(page, [400, 80], [400, 80])
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('The core')
  await page.keyboard.press('Control+Enter')
  const words = async () => Object.values((await saved(page)).annotations ?? {}).map(({ text }) => text ?? '')
  await expect.poll(words).toEqual(['', 'The core'])

  // The keyboard's way: Enter on the tool puts one in the middle.
  await tool(page, 'Arrow').press('Enter')
  await expect.poll(async () => (await shapes()).sort()).toEqual(['arrow', 'rectangle', 'text'])
  await page.keyboard.press('Delete')
  await expect.poll(async () => (await shapes()).sort()).toEqual(['rectangle', 'text'])
  await page.reload()
  await expect(tool(page, 'Text')).toBeEnabled()
  expect((await shapes()).sort()).toEqual(['rectangle', 'text'])
})

test('nodes are grouped, moved by the title, collapsed and ungrouped; links bend', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Groups')
  await lab.place('PC', 120, 160)
  await lab.place('Router', 360, 160)
  await lab.place('PC', 600, 160)
  await lab.wire('pc1', 'router1')
  await lab.wire('router1', 'pc2')
  await lab.deselect()

  await dragOn(page, [240, 160], [240, 240])
  const bends = async () => (await saved(page)).paths?.['link:pc1-router1']?.points?.length ?? 0
  await expect.poll(bends).toBe(1)
  await page.keyboard.press('Control+z')
  await expect.poll(bends).toBe(0)

  await lab.node('router1').click()
  await lab.node('pc2').click({ modifiers: ['Control'] })
  await page.keyboard.press('Control+g')
  await expect(lab.inspector()).toContainText('A group of 2 nodes')
  const before = (await saved(page)).layout
  const box = (await lab.node('router1').boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2 - 63]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 30, y + 40, { steps: 6 })
  await page.mouse.up()
  const moved = async () => {
    const { layout } = await saved(page)
    return ['node:pc1', 'node:pc2', 'node:router1'].map((id) => [
      layout[id]!.x - before[id]!.x,
      layout[id]!.y - before[id]!.y,
    ])
  }
  await expect.poll(moved).toEqual([
    [0, 0],
    [30, 40],
    [30, 40],
  ])

  await lab.inspector().getByRole('switch', { name: 'Collapsed' }).click()
  await expect(lab.node('router1')).toHaveCount(0)
  await page.reload()
  await expect(lab.node('pc1')).toBeVisible()
  await expect(lab.node('router1')).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(lab.node('router1')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect.poll(moved).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ])
})

test('a lab has canvases: one is shown, nodes move between them, and a locked layout says why it stays', async ({
  page,
  product,
}) => {
  const lab = await LabPage.create(page, product.url, 'Canvases')
  await lab.place('PC', 150, 160)
  await lab.place('PC', 450, 160)
  await lab.wire('pc1', 'pc2')
  await lab.deselect()
  const tabs = page.getByRole('toolbar', { name: 'Canvases' })
  await page.getByRole('button', { name: 'Add a canvas' }).click()
  await expect(tabs.getByRole('button', { name: 'Canvas 2', exact: true })).toHaveAttribute('aria-current', 'true')
  await expect(lab.node('pc1')).toHaveCount(0)
  await tabs.getByRole('button', { name: 'Canvas 2', exact: true }).dblclick()
  await page.getByRole('textbox', { name: 'Name of Canvas 2' }).fill('Upstairs')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Alt+PageUp')
  await expect(lab.node('pc1')).toBeVisible()

  await lab.node('pc2').click()
  await page.getByRole('button', { name: 'Canvas 1: more' }).click()
  await page.getByRole('menuitem', { name: 'Move the selection to Upstairs' }).click()
  await expect(lab.node('pc2')).toBeVisible()
  await expect(lab.node('pc1')).toHaveCount(0)
  await expect(lab.inspector().getByLabel('Name')).toHaveValue('pc2')

  // The stub says where the link goes, and a double click on what it says goes there.
  const stub = (await lab.node('pc2').boundingBox())!
  await page.mouse.dblclick(stub.x - 150, stub.y + stub.height / 2)
  await expect(lab.node('pc1')).toBeVisible()
  await expect(lab.inspector().getByLabel('Name')).toHaveValue('pc1')
  const away = (await lab.node('pc1').boundingBox())!
  await page.mouse.click(away.x + away.width + 30, away.y + away.height / 2, { button: 'right' })
  const merge = page.getByRole('menuitem', { name: 'Merge the two stubs' })
  await expect(merge).toHaveAttribute('aria-disabled', 'true')
  await expect(merge).toContainText('pc1–pc2 joins Canvas 1 and Upstairs')
  await page.getByRole('menuitem', { name: 'Go to the other end' }).click()
  await expect(lab.node('pc2')).toBeVisible()

  await page.keyboard.press('Control+z')
  await expect(lab.node('pc2')).toHaveCount(0)
  await expect(page.getByText('Or bring some along')).toBeVisible()
  await tabs.getByRole('button', { name: 'Canvas 1', exact: true }).click()
  await expect(lab.node('pc2')).toBeVisible()
  // What Undo and Redo do elsewhere is shown where it is.
  await page.keyboard.press('Control+z')
  await expect(tabs.getByRole('button', { name: 'Canvas 2', exact: true })).toHaveAttribute('aria-current', 'true')
  await tabs.getByRole('button', { name: 'Canvas 1', exact: true }).click()
  await page.keyboard.press('Control+y')
  await expect(tabs.getByRole('button', { name: 'Upstairs', exact: true })).toHaveAttribute('aria-current', 'true')
  await tabs.getByRole('button', { name: 'Canvas 1', exact: true }).click()
  await expect(lab.node('pc2')).toBeVisible()

  await page.getByRole('button', { name: 'View', exact: true }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Lock the layout' }).click()
  await page.keyboard.press('Escape')
  const before = (await saved(page)).layout
  const stood = await lab.node('pc1').boundingBox()
  await page.mouse.move(stood!.x + 20, stood!.y + 20)
  await page.mouse.down()
  await page.mouse.move(stood!.x + 90, stood!.y + 90, { steps: 5 })
  await page.mouse.up()
  await expect(page.getByText('The layout is locked', { exact: true })).toBeVisible()
  expect((await saved(page)).layout).toEqual(before)
  expect(await lab.node('pc1').boundingBox()).toEqual(stood)
})
