// Two people, one lab: what one types in a console, the other sees drawn; undo takes it back, from the kernel too.
import { cutNetwork, slowNetwork } from './network.ts'
import { LabPage } from './page.ts'
import { expect, test } from './test.ts'

test('a VNIC made at one console appears on the other canvas, and undo removes it', async ({
  browser,
  page,
  product,
}) => {
  const mine = await LabPage.create(page, product.url, 'Together')
  await mine.place('Zone', 200, 150)
  await mine.place('Etherstub', 450, 150)
  await expect(mine.node('stub1')).toBeVisible()

  const context = await browser.newContext()
  const theirs = await LabPage.open(await context.newPage(), page.url())
  await expect(theirs.node('zone1')).toBeVisible()
  await expect(theirs.links()).toHaveCount(0)

  await mine.run()
  await expect(theirs.runState()).toContainText('Running')
  await mine.type('zone1', 'dladm create-vnic -l stub1 vnic0')
  await expect(theirs.links()).toHaveCount(1)
  await theirs.node('zone1').click()
  await expect(theirs.inspector().getByRole('group', { name: 'Interface vnic0' })).toBeVisible()
  const shown = await mine.type('zone1', 'dladm show-vnic')
  await expect(shown).toContainText(/vnic0\s+stub1/)

  await mine.button('Undo').click()
  await theirs.deselect()
  await expect(theirs.links()).toHaveCount(0)
  await mine.page.getByLabel('Command for zone1').press('Control+l')
  const after = await mine.type('zone1', 'dladm show-vnic')
  await expect(after).toContainText('dladm show-vnic')
  await expect(after).not.toContainText('vnic0')

  await mine.stop()
  await context.close()
})

test('people are told apart, and each says what to be called', async ({ browser, page, product }) => {
  const mine = await LabPage.create(page, product.url, 'Names')
  await expect(mine.button('Run')).toBeVisible()
  const context = await browser.newContext()
  const theirs = await LabPage.open(await context.newPage(), page.url())
  const seenHere = page.getByRole('list', { name: '1 other person here' })
  const seenThere = theirs.page.getByRole('list', { name: '1 other person here' })
  await expect(seenHere.getByTitle('Guest 2')).toHaveText('G2')
  await expect(seenThere.getByTitle('Guest', { exact: true })).toHaveText('G')

  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('your name')
  await page.keyboard.press('Enter')
  await page.getByLabel(/^Shown to the others/).fill('Ada Lovelace')
  await page.keyboard.press('Enter')
  await expect(seenThere.getByTitle('Ada Lovelace')).toHaveText('AL')
  await page.reload()
  await expect(seenThere.getByTitle('Ada Lovelace')).toBeVisible()
  await context.close()
})

test('a duplicated tab is another person, and the first goes on with what it has', async ({
  page,
  product,
  context,
}) => {
  const mine = await LabPage.create(page, product.url, 'Duplicated')
  await mine.place('PC', 200, 150)
  await expect(mine.node('pc1')).toBeVisible()
  const id = await page.evaluate(() => sessionStorage.getItem('etherloom.client'))
  const twin = await context.newPage()
  await twin.addInitScript((same) => {
    if (sessionStorage.getItem('etherloom.client') === null) sessionStorage.setItem('etherloom.client', same!)
  }, id)
  const theirs = await LabPage.open(twin, page.url())
  await expect(theirs.node('pc1')).toBeVisible()
  await expect(page.getByRole('list', { name: '1 other person here' })).toBeVisible()
  expect(await page.evaluate(() => sessionStorage.getItem('etherloom.client'))).toBe(id)
  await expect(theirs.button('Undo')).toBeDisabled()
  await theirs.place('Zone', 450, 150)
  await expect(mine.node('zone1')).toBeVisible()
  await page.reload()
  await mine.button('Undo').click()
  await expect(theirs.node('pc1')).toHaveCount(0)
  await expect(theirs.node('zone1')).toBeVisible()
})

test('a tab that is duplicated while the first is not connected takes nothing of it', async ({
  page,
  product,
  context,
}) => {
  const network = await cutNetwork(page)
  const mine = await LabPage.create(page, product.url, 'Duplicated away')
  await mine.place('PC', 200, 150)
  await expect(mine.button('Undo')).toBeEnabled()
  network.cut()
  await expect(page.getByText(/reconnecting/)).toBeVisible()
  await mine.place('PC', 450, 150)
  const opened = context.waitForEvent('page')
  // What it opens has a copy of its session storage, as a duplicated tab has.
  await page.evaluate(() => void open(location.href))
  const theirs = await LabPage.open(await opened, page.url())
  await expect(theirs.node('pc1')).toBeVisible()
  await expect(theirs.button('Undo')).toBeDisabled()
  await theirs.place('Zone', 450, 300)
  network.mend()
  await expect(theirs.node('pc2')).toBeVisible()
  await expect(mine.node('zone1')).toBeVisible()
  await mine.button('Undo').click()
  await expect(theirs.node('pc2')).toHaveCount(0)
  await expect(theirs.node('zone1')).toBeVisible()
})

test('two people place a PC at the same moment: both are there, and each has their own selected', async ({
  browser,
  page,
  product,
}) => {
  const context = await browser.newContext()
  const their = await context.newPage()
  const network = await slowNetwork(their)
  const mine = await LabPage.create(page, product.url, 'At once')
  const theirs = await LabPage.open(their, page.url())
  network.hold()
  await mine.place('PC', 200, 150)
  await theirs.place('PC', 450, 150)
  await expect(theirs.node('pc1')).toBeVisible()
  await expect(theirs.node('pc2')).toHaveCount(0)
  network.release()

  for (const lab of [mine, theirs]) {
    await expect(lab.node('pc1')).toBeVisible()
    await expect(lab.node('pc2')).toBeVisible()
  }
  await expect(mine.inspector().getByLabel('Name')).toHaveValue('pc1')
  await expect(theirs.inspector().getByLabel('Name')).toHaveValue('pc2')
  await expect(their.getByText('That was not done')).toHaveCount(0)

  // What somebody else took away is called by its name.
  await mine.node('pc2').click()
  await page.keyboard.press('Delete')
  await expect(theirs.node('pc2')).toHaveCount(0)
  await theirs.button('Undo').click()
  await expect(their.getByRole('alert')).toHaveText(/Cannot undo “Add pc2”: pc2 is not there any more/)
  await context.close()
})

test('what was done with a PC that is called otherwise now is not done with somebody else’s', async ({
  browser,
  page,
  product,
}) => {
  const context = await browser.newContext()
  const their = await context.newPage()
  const network = await slowNetwork(their)
  const mine = await LabPage.create(page, product.url, 'Wired at once')
  await mine.place('Switch', 300, 300)
  const theirs = await LabPage.open(their, page.url())
  await expect(theirs.node('switch1')).toBeVisible()
  network.hold()
  for (const [lab, x] of [
    [mine, 150],
    [theirs, 500],
  ] as const) {
    await lab.place('PC', x, 120)
    await lab.page.keyboard.press('Escape')
    await lab.wire('pc1', 'switch1')
  }
  network.release()
  await expect(their.getByRole('alert')).toContainText('Wire pc1 to switch1')
  for (const lab of [mine, theirs]) {
    await expect(lab.node('pc2')).toBeVisible()
    await lab.deselect()
    await expect(lab.links()).toHaveCount(1)
  }
  await context.close()
})
