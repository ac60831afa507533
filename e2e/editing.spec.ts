// The quick ways: everything found by typing, menus, the clipboard, and a lab drawn without a pointer.
import { LabPage } from './page.ts'
import { expect, test } from './test.ts'

test('the finder runs commands, says why one is blocked, and goes to nodes, addresses and labs', async ({
  page,
  product,
}) => {
  const elsewhere = await LabPage.create(page, product.url, 'Another lab to find')
  await elsewhere.place('PC', 200, 200)
  const lab = await LabPage.create(page, product.url, 'Finding')
  await lab.place('PC', 200, 150)
  await lab.place('Router', 500, 150)
  await lab.wire('pc1', 'router1')

  await lab.deselect()

  const finder = page.getByRole('dialog', { name: 'Find' })
  await page.keyboard.press('Control+k')
  await finder.getByRole('combobox').fill('delete')
  const blocked = finder.getByRole('option', { name: /^Delete Select something first/ })
  await expect(blocked).toHaveAttribute('aria-disabled', 'true')
  await expect(finder.getByRole('option').first(), 'what can be done stands first').not.toHaveAttribute('aria-disabled')
  await finder.getByRole('combobox').fill('ungroup')
  await expect(finder.getByRole('option').first()).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Enter')
  await expect(finder, 'Enter on what is blocked does nothing').toBeVisible()

  await finder.getByRole('combobox').fill('10.0.0.1')
  await expect(finder.getByRole('option').first()).toContainText('router1 eth0')
  await page.keyboard.press('Enter')
  await expect(finder).toBeHidden()
  await expect(lab.inspector()).toContainText('router1')

  await page.keyboard.press('Control+p')
  await finder.getByRole('combobox').fill('sel every node')
  await page.keyboard.press('Enter')
  await expect(lab.inspector()).toContainText('2 nodes')
  await page.keyboard.press('Control+k')
  await expect(finder.getByRole('option').first(), 'what was used last comes first').toContainText('Select every node')

  await finder.getByRole('combobox').fill('another lab')
  await finder
    .getByRole('option', { name: /Another lab to find/ })
    .first()
    .click()
  await expect(page.getByLabel('Lab name')).toHaveValue('Another lab to find')
})

test('a new lab: menus ask anew, a bad name says why, undo held is silent, time is its own', async ({
  page,
  product,
}) => {
  const lab = await LabPage.create(page, product.url, 'First')
  const picture = page.getByRole('menuitem', { name: /^Export a picture/ })
  await page.getByRole('button', { name: 'Export' }).click()
  await expect(picture).toContainText('Nothing is drawn yet.')
  await page.keyboard.press('Escape')
  await lab.place('PC', 200, 150)
  await page.getByRole('button', { name: 'Export' }).click()
  await expect(picture).not.toContainText('Nothing is drawn yet.')
  await page.keyboard.press('Escape')

  const name = page.getByLabel('Lab name')
  const why = page.getByRole('alert')
  await name.fill('x'.repeat(101))
  await name.press('Enter')
  await expect(why).toHaveText('At most 100 characters; these are 101.')
  await name.fill(' ')
  await name.press('Enter')
  await expect(why).toHaveText('It cannot be empty.')
  await expect(name, 'it is open').not.toHaveAttribute('placeholder')
  await name.focus()
  await name.press('Escape')
  await expect(name).toHaveValue('First')
  await expect(why).toBeHidden()

  const hold = (key: string) =>
    page.evaluate((key) => {
      for (let i = 0; i < 30; i++) dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true }))
    }, key)
  await lab.deselect()
  await hold('z')
  await expect(lab.node('pc1')).toBeHidden()
  await hold('y')
  await expect(lab.node('pc1')).toBeVisible()
  await expect(lab.button('Redo')).toHaveAttribute('aria-disabled', 'true')

  const time = page.getByRole('button', { name: /^Time:/ })
  await time.click()
  await page.getByRole('menuitemradio', { name: /^As fast/ }).click()
  await expect(time).toHaveAccessibleName('Time: As fast as possible')
  // Now, and not once it has gone by itself.
  expect(await page.getByLabel('Dismiss').count(), 'no message says that there is no more').toBe(0)
  const first = page.url()
  await LabPage.create(page, product.url, 'Second')
  await expect(time).toHaveAccessibleName('Time: Real time')
  await page.goto(first)
  await expect(time).toHaveAccessibleName('Time: As fast as possible')
})

test('a part of one lab is pasted into another window, with names and addresses of its own', async ({
  browser,
  page,
  product,
}) => {
  test.slow()
  const mine = await LabPage.create(page, product.url, 'From')
  await mine.place('PC', 200, 150)
  await mine.place('Router', 450, 150)
  await mine.place('PC', 700, 150)
  await mine.wire('pc1', 'router1')
  await mine.wire('router1', 'pc2')
  await mine.node('pc1').click()
  await mine.node('router1').click({ modifiers: ['Control'] })
  // It is said a moment later, and would be said over what comes next.
  await expect(page.getByTestId('announcements')).toHaveText('2 nodes selected')
  await page.keyboard.press('Control+c')
  await expect(page.getByTestId('announcements')).toHaveText('2 nodes copied')
  await page.keyboard.press('Control+v')
  await expect(mine.node('router2')).toBeVisible()
  expect(await mine.addressOf('pc3'), 'a subnet of its own').toBe('10.0.2.20')

  const context = await browser.newContext()
  const theirs = await LabPage.create(await context.newPage(), product.url, 'To')
  await theirs.page.keyboard.press('Control+v')
  await expect(theirs.node('pc1')).toBeVisible()
  await theirs.deselect()
  await expect(theirs.links(), 'the wire between them, and no other').toHaveCount(1)
  expect(await theirs.addressOf('pc1')).toBe('10.0.0.20')

  await theirs.button('Undo').click()
  await expect(theirs.node('pc1')).toBeHidden()
  await theirs.page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', 'Dear colleagues')
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await expect(theirs.page.getByRole('region', { name: 'Notifications' })).toContainText(
    '“Dear colleagues” is neither a part of a lab nor a lab file.',
  )
  await context.close()
})

test('the context menu is about what it was opened on', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Menus')
  await lab.place('PC', 200, 150)
  await lab.place('Switch', 600, 150)
  await lab.wire('pc1', 'switch1')
  const menu = page.getByRole('menu', { name: 'What can be done here' })

  await lab.node('pc1').click({ button: 'right' })
  await expect(lab.inspector(), 'it is selected first').toContainText('pc1')
  await menu.getByRole('menuitem', { name: 'Change to' }).hover()
  await page.getByRole('menuitem', { name: 'Make it a router' }).click()
  await expect(lab.inspector().getByLabel('Role')).toHaveValue('router')

  await lab.clickLink('pc1', 'switch1', 'right')
  await menu.getByRole('menuitem', { name: /^Pull out the cable/ }).click()
  await expect(lab.inspector().getByRole('switch', { name: 'Up', exact: true })).not.toBeChecked()

  await test.step('what was chosen is done before the next click, however slowly the menu goes', async () => {
    await page.addStyleTag({ content: '[role=menu] { transition-duration: 3s !important }' })
    await lab.clickLink('pc1', 'switch1', 'right')
    await menu.getByRole('menuitem', { name: /^Plug in the cable/ }).click()
    await lab.deselect()
    await expect(menu).toBeHidden()
    await lab.clickLink('pc1', 'switch1')
    await expect(lab.inspector().getByRole('switch', { name: 'Up', exact: true })).toBeChecked()
  })

  await page.locator('.react-flow__pane').click({ button: 'right', position: { x: 400, y: 350 } })
  await menu.getByRole('menuitem', { name: 'Place' }).hover()
  await page.getByRole('menuitem', { name: 'Place a Hub' }).click()
  await expect(lab.node('hub1')).toBeVisible()

  await page.keyboard.press('Shift+F10')
  await menu.getByRole('menuitem', { name: /^Delete/ }).press('Enter')
  await expect(lab.node('hub1')).toBeHidden()
})

test('two nodes are placed, wired, named and run by the keyboard alone', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Keys')
  const keys = page.keyboard
  for (const kind of ['pc', 'switch']) {
    await keys.press('a')
    await expect(page.getByRole('combobox', { name: 'Place a node' })).toBeFocused()
    await keys.type(kind)
    await keys.press('Enter')
    await expect(lab.node(`${kind}1`)).toBeVisible()
  }
  await expect(page.getByTestId('announcements')).toHaveText('Switch switch1 selected')
  await keys.press('l')
  await expect(page.getByRole('combobox', { name: 'Wire switch1 to' })).toBeFocused()
  await keys.type('pc')
  await keys.press('Enter')
  await expect(page.getByTestId('announcements')).toHaveText('Wire switch1 to pc1')

  await keys.press('Escape')
  await keys.press('ArrowLeft')
  const [focused] = await page.locator('.react-flow__node:focus').all()
  await expect(focused!).toHaveAttribute('aria-label', /pc1|switch1/)
  await page.locator('.react-flow__node', { has: lab.node('pc1') }).focus()
  await keys.press('Enter')
  await expect(page.getByTestId('announcements')).toHaveText('PC pc1 selected')
  await keys.press(']')
  await expect(page.getByTestId('announcements')).toHaveText('Link switch1 – pc1 selected')
  await keys.press('Escape')
  await page.locator('.react-flow__node', { has: lab.node('pc1') }).focus()
  await keys.press('Enter')
  await keys.press('Enter')
  await expect(lab.inspector().getByLabel('Name')).toBeFocused()
  await keys.press('Control+a')
  await keys.type('alice')
  await keys.press('Enter')
  await keys.press('Escape')
  await expect(page.locator('.react-flow__node', { has: lab.node('alice') })).toBeFocused()
  // From a button of the inspector one comes back, too.
  await lab.inspector().getByRole('button', { name: 'Wire to…' }).focus()
  await keys.press('Escape')
  await expect(page.locator('.react-flow__node', { has: lab.node('alice') })).toBeFocused()
  await expect(lab.inspector().getByLabel('Name')).toHaveValue('alice')
  const before = await lab.node('alice').boundingBox()
  await keys.press('Shift+ArrowRight')
  await expect.poll(async () => (await lab.node('alice').boundingBox())!.x).toBeCloseTo(before!.x + 10, 0)

  await keys.press('Control+Enter')
  await expect(lab.runState()).toContainText('Running')
  await keys.press('Control+Enter')
  await expect(lab.runState()).toContainText('Stopped')
})

test('a layout moves everything at once, and undo puts it back', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Layouts')
  await lab.place('Switch', 200, 300)
  await lab.place('PC', 700, 120)
  await lab.place('PC', 250, 100)
  await lab.wire('pc1', 'switch1')
  await lab.wire('pc2', 'switch1')
  await lab.deselect()
  const names = ['switch1', 'pc1', 'pc2']
  const places = async () => {
    const file = await (await page.request.get(`${page.url().replace('/labs/', '/api/labs/')}`)).json()
    return names.map((name) => file.layout[`node:${name}`] as { x: number; y: number })
  }
  const before = await places()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('lay out layers')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('announcements')).toHaveText('Lay out 3 nodes in layers')
  const after = await places()
  const middle = (list: typeof before) => list.reduce((sum, { x }) => sum + x, 0) / list.length
  expect(Math.abs(middle(after) - middle(before)), 'the middle stays').toBeLessThan(2)
  expect(after[1]!.y, 'hosts are below what they are wired to').toBeGreaterThan(after[0]!.y)
  expect(after[1]!.y).toBe(after[2]!.y)
  await page.keyboard.press('Control+z')
  await expect.poll(places).toEqual(before)
})

test('a generated shape says what it will be before it is there', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Shapes')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('generate')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Generate a topology' })
  await dialog.getByText('Ring', { exact: true }).click()
  await expect(dialog.getByRole('status')).toContainText('5 nodes, 5 links.')
  await dialog.getByLabel('Routers').fill('2')
  await expect(dialog.getByText('From 3 to 65,536.')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Insert' })).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByLabel('Routers').fill('4')
  await expect(dialog.getByRole('status')).toContainText('4 nodes, 4 links.')
  await page.keyboard.press('Enter')
  await expect(lab.node('router4')).toBeVisible()
  await test.step('the keys go on with what was placed', async () => {
    await expect(page.locator('.react-flow')).toBeFocused()
    await page.keyboard.press('Delete')
    await expect(lab.node('router1')).toBeHidden()
    await lab.button('Undo').click()
    await expect(lab.node('router1')).toBeVisible()
  })
  await lab.deselect()
  await expect(lab.links()).toHaveCount(4)
  await lab.button('Undo').click()
  await expect(lab.node('router1')).toBeHidden()
})

test('after a click on a node, Alt and the arrows go on from node to node', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'In a row')
  for (const x of [150, 300, 450]) await lab.place('PC', x, 150)
  await lab.node('pc1').click()
  const nodeOf = (name: string) => page.locator('.react-flow__node', { has: lab.node(name) })
  await page.keyboard.press('Alt+ArrowRight')
  await expect(nodeOf('pc2')).toBeFocused()
  await page.keyboard.press('Alt+ArrowRight')
  await expect(nodeOf('pc3')).toBeFocused()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(nodeOf('pc2')).toBeFocused()
  // A click says anew where one is.
  await lab.node('pc1').click()
  await page.keyboard.press('Alt+ArrowRight')
  await expect(nodeOf('pc2')).toBeFocused()
})

test('the palette folds to a strip of signs, by its button and by the finder', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Folded')
  const palette = page.getByRole('navigation', { name: 'Palette' })
  const wide = (await palette.boundingBox())!.width
  await lab.button('Fold the palette').click()
  expect((await palette.boundingBox())!.width).toBeLessThan(wide - 20)
  await lab.place('PC', 200, 150)
  await expect(lab.node('pc1')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Find' }).getByRole('combobox').fill('unfold the palette')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await palette.boundingBox())!.width).toBe(wide)
})

test('Run keeps the focus it was pressed with, and says nothing about it', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Pressed')
  await lab.place('PC', 200, 150)
  await lab.button('Run').focus()
  await page.keyboard.press('Enter')
  await expect(lab.runState()).toContainText('Running')
  await expect(lab.button('Run')).toBeFocused()
  await expect(lab.button('Run')).toHaveAttribute('aria-disabled', 'true')
  await lab.stop()
})

test('what was done this very moment is taken back, before the server has said that it has it', async ({
  page,
  product,
}) => {
  const lab = await LabPage.create(page, product.url, 'At once')
  await lab.palette('PC').evaluate((button: HTMLElement) => {
    button.click()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true }))
  })
  await expect(lab.button('Redo')).not.toHaveAttribute('aria-disabled')
  await expect(lab.node('pc1')).toBeHidden()
})

test('while characters are composed, keys are for the input method', async ({ page, product }) => {
  const lab = await LabPage.create(page, product.url, 'Composed')
  await lab.place('PC', 200, 150)
  const browser = await page.context().newCDPSession(page)
  const compose = async (text: string) => {
    await browser.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  }

  await test.step('a name is not given', async () => {
    await lab.node('pc1').click()
    const name = lab.inspector().getByLabel('Name', { exact: true })
    await name.fill('')
    await compose('web')
    await page.keyboard.press('Enter')
    await expect(name).toHaveValue('web')
    await expect(lab.node('pc1')).toBeVisible()
    await browser.send('Input.insertText', { text: 'web' })
    await page.keyboard.press('Enter')
    await expect(lab.node('web')).toBeVisible()
  })

  await test.step('nothing is picked in the finder', async () => {
    await page.keyboard.press('Control+k')
    await compose('we')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name: 'Find' })).toBeVisible()
    await browser.send('Input.insertText', { text: '' })
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog', { name: 'Find' })).toBeHidden()
  })

  await test.step('a filter is neither kept nor taken away', async () => {
    await page.getByRole('tab', { name: 'Packets' }).click()
    const filter = page.getByLabel('Display filter')
    await filter.fill('icmp and ')
    await compose('arp')
    await page.keyboard.press('Escape')
    await expect(filter).toHaveValue(/^icmp and/)
  })
})
