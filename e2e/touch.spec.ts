// Fingers instead of a mouse: as a touch screen reports them.
import type { CDPSession } from '@playwright/test'
import { LabPage } from './page.ts'
import { expect, test } from './test.ts'

test.use({ hasTouch: true })

type Finger = readonly [x: number, y: number]

const touch = (session: CDPSession, type: 'touchStart' | 'touchMove' | 'touchEnd', ...fingers: Finger[]) =>
  session.send('Input.dispatchTouchEvent', { type, touchPoints: fingers.map(([x, y], id) => ({ x, y, id })) })

test('fingers move and zoom the drawing, draw a link, and ask for a menu by staying', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Touch')
  await lab.place('PC', 200, 150)
  await lab.place('Switch', 600, 250)
  const session = await page.context().newCDPSession(page)
  const middle = async (name: string): Promise<Finger> => {
    const box = (await lab.node(name).boundingBox())!
    return [box.x + box.width / 2, box.y + box.height / 2]
  }
  const size = async () => (await lab.node('pc1').boundingBox())!.width

  const [x] = await middle('pc1')
  await touch(session, 'touchStart', [500, 420])
  for (let step = 1; step <= 6; step++) await touch(session, 'touchMove', [500 + 10 * step, 420])
  await touch(session, 'touchEnd')
  await expect.poll(async () => Math.round((await middle('pc1'))[0] - x)).toBeGreaterThan(40)

  const before = await size()
  await touch(session, 'touchStart', [450, 420], [500, 420])
  for (let step = 1; step <= 5; step++) await touch(session, 'touchMove', [450 - 3 * step, 420], [500 + 3 * step, 420])
  await touch(session, 'touchEnd')
  await expect.poll(size).toBeGreaterThan(before * 1.2)

  const from = await middle('pc1')
  await page.touchscreen.tap(...from)
  await expect(page.getByTestId('announcements')).toHaveText('PC pc1 selected')
  const handle = (await lab.node('pc1').locator('.react-flow__handle-right').boundingBox())!
  const start: Finger = [handle.x + handle.width / 2, handle.y + handle.height / 2]
  const to = await middle('switch1')
  await touch(session, 'touchStart', start)
  for (let step = 1; step <= 8; step++) {
    const part = step / 8
    await touch(session, 'touchMove', [start[0] + (to[0] - start[0]) * part, start[1] + (to[1] - start[1]) * part])
  }
  await touch(session, 'touchEnd')
  await expect(page.getByTestId('announcements')).toHaveText('Wire pc1 to switch1')

  await touch(session, 'touchStart', from)
  const rename = page.getByRole('menuitem', { name: /^Rename/ })
  await expect(rename).toBeVisible()
  await touch(session, 'touchEnd')
  await rename.tap()
  await expect(page.getByLabel('Name of pc1')).toBeFocused()
})

test('two fingers zoom with a node under each of them, and no card covers what a finger touches', async ({
  page,
  product,
}) => {
  const lab = await LabPage.create(page, product.url, 'Two fingers')
  await lab.place('PC', 300, 200)
  await lab.place('Switch', 500, 200)
  const session = await page.context().newCDPSession(page)
  const boxOf = async (name: string) => (await lab.node(name).boundingBox())!
  const middle = async (name: string): Promise<Finger> => {
    const box = await boxOf(name)
    return [box.x + box.width / 2, box.y + box.height / 2]
  }
  const [a, b] = [await middle('pc1'), await middle('switch1')]
  const before = (await boxOf('pc1')).width
  await touch(session, 'touchStart', a)
  await touch(session, 'touchStart', a, b)
  for (let step = 1; step <= 10; step++)
    await touch(session, 'touchMove', [a[0] - 5 * step, a[1]], [b[0] + 5 * step, b[1]])
  await touch(session, 'touchEnd')
  await expect.poll(async () => (await boxOf('pc1')).width / before).toBeGreaterThan(1.4)
  // What was under the fingers is.
  expect((await middle('pc1'))[0]).toBeCloseTo(a[0] - 50, -1)
  expect((await middle('switch1'))[0]).toBeCloseTo(b[0] + 50, -1)

  await page.touchscreen.tap(...(await middle('pc1')))
  await expect(page.getByTestId('announcements')).toHaveText('PC pc1 selected')
  await page.waitForTimeout(900)
  await expect(page.getByRole('region', { name: 'Node pc1' })).toHaveCount(0)
  await touch(session, 'touchStart', [600, 420])
  for (let step = 1; step <= 6; step++) await touch(session, 'touchMove', [600, 420 - 10 * step])
  await touch(session, 'touchEnd')
  await expect.poll(async () => (await middle('pc1'))[1]).toBeLessThan(a[1] - 35)
})
