// The page as a person uses it: what is on it is found by its role and name, canvas things by where they are.
import { readFileSync } from 'node:fs'
import { expect, type Locator, type Page } from '@playwright/test'

export type PaletteName = 'PC' | 'Router' | 'Switch' | 'Hub' | 'Jail' | 'Zone' | 'Etherstub'

export class LabPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Makes an empty lab and opens it. */
  static async create(page: Page, url: string, name: string): Promise<LabPage> {
    const response = await page.request.post(`${url}/api/labs`, { data: { name }, headers: { origin: url } })
    expect(response.status(), await response.text()).toBe(201)
    const { id } = await response.json()
    return LabPage.open(page, `${url}/labs/${id}`)
  }

  static async open(page: Page, address: string): Promise<LabPage> {
    await page.goto(address)
    const lab = new LabPage(page)
    await expect(lab.palette('PC')).toBeEnabled()
    await expect(lab.palette('PC')).not.toHaveAttribute('aria-disabled', 'true')
    return lab
  }

  palette(name: PaletteName): Locator {
    return this.page.getByRole('navigation', { name: 'Palette' }).getByRole('button', { name, exact: true })
  }

  node(name: string): Locator {
    return this.page.getByTestId(`node-${name}`)
  }

  private canvas(): Locator {
    return this.page.locator('.react-flow__pane')
  }

  /** Drags a thing from the palette to a point of the canvas. */
  async place(what: PaletteName, x: number, y: number): Promise<void> {
    await this.palette(what).dragTo(this.canvas(), { targetPosition: { x, y } })
  }

  /** So many routers in rows as in columns, which are then selected. */
  async generateGrid(rows: number): Promise<void> {
    await this.page.keyboard.press('Control+k')
    await this.page.getByRole('dialog', { name: 'Find' }).getByRole('combobox').fill('generate a topology')
    await this.page.keyboard.press('Enter')
    const dialog = this.page.getByRole('dialog', { name: 'Generate a topology' })
    await dialog.getByText('Grid', { exact: true }).click()
    await dialog.getByLabel('Rows').fill(`${rows}`)
    await dialog.getByLabel('Columns').fill(`${rows}`)
    await dialog.getByRole('button', { name: 'Insert' }).click()
    await expect(this.inspector()).toContainText(`${(rows * rows).toLocaleString('en')} nodes`)
  }

  /** Presses on a dot of a node and draws a link from it, with the button still down. */
  async takeLink(from: string): Promise<{ x: number; y: number }> {
    await this.node(from).hover()
    const handle = await centerOf(this.node(from).locator('.react-flow__handle-right'))
    await this.page.mouse.move(handle.x, handle.y)
    await this.page.mouse.down()
    await this.page.mouse.move(handle.x + 20, handle.y, { steps: 2 })
    return handle
  }

  /** Drags from a dot of one node to another node. */
  async wire(from: string, to: string): Promise<void> {
    const handle = await this.takeLink(from)
    const target = await centerOf(this.node(to))
    await this.page.mouse.move((handle.x + target.x) / 2, (handle.y + target.y) / 2, { steps: 4 })
    await this.page.mouse.move(target.x, target.y, { steps: 4 })
    await this.page.mouse.up()
  }

  /** Clicks a link where it is drawn: links are pixels of the canvas, not elements. */
  async clickLink(from: string, to: string, button: 'left' | 'right' = 'left'): Promise<void> {
    const { x, y } = await this.middleOf(from, to)
    await this.page.mouse.click(x, y, { button })
  }

  async hoverLink(from: string, to: string): Promise<void> {
    const { x, y } = await this.middleOf(from, to)
    await this.page.mouse.move(x - 6, y)
    await this.page.mouse.move(x, y, { steps: 3 })
  }

  private async middleOf(from: string, to: string): Promise<{ x: number; y: number }> {
    const a = await centerOf(this.node(from))
    const b = await centerOf(this.node(to))
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
  }

  /** Clicks beside everything: the inspector then shows the lab, with all its links. */
  async deselect(): Promise<void> {
    await this.canvas().click({ position: { x: 20, y: 20 } })
  }

  /** What is drawn for the links just now; rates are pixels too, so only a difference can be told. */
  async edgePixels(): Promise<string> {
    return this.page
      .getByTestId('edge-layer')
      .filter({ visible: true })
      .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
  }

  inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' })
  }

  /** The rows of the inspector's list of links: name, and the rate of both directions. */
  links(): Locator {
    return this.inspector().getByRole('list', { name: 'Links' }).getByRole('listitem')
  }

  /** A node's address, from the inspector; `iface` when it has several. */
  async addressOf(node: string, iface?: string): Promise<string> {
    await this.node(node).click()
    const card = iface ? this.inspector().getByRole('group', { name: `Interface ${iface}` }) : this.inspector()
    return (await card.getByLabel('Address', { exact: true }).first().inputValue()).split('/')[0]!
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  runState(): Locator {
    return this.page.getByTestId('run-state')
  }

  async run(): Promise<void> {
    await this.button('Run').click()
    await expect(this.runState()).toContainText('Running')
  }

  async stop(): Promise<void> {
    await this.button('Stop').click()
    await expect(this.runState()).toContainText('Stopped')
  }

  /** Types a command at a node's console; what it prints appears in the returned log. */
  async type(node: string, line: string): Promise<Locator> {
    await this.page.getByRole('tab', { name: 'Console' }).click()
    await this.page.getByRole('list', { name: 'Consoles' }).getByRole('button', { name: node, exact: true }).click()
    const prompt = this.page.getByLabel(`Command for ${node}`)
    await prompt.fill(line)
    await prompt.press('Enter')
    return this.page.getByRole('log', { name: `Console of ${node}` })
  }

  async packets(): Promise<Locator> {
    await this.page.getByRole('tab', { name: 'Packets' }).click()
    return this.page.getByRole('grid', { name: 'Packets' })
  }

  /** Presses a button that downloads, and returns what came. */
  async download(button: string): Promise<{ name: string; bytes: Buffer; path: string }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.button(button).click()])
    const path = await download.path()
    return { name: download.suggestedFilename(), bytes: readFileSync(path), path }
  }
}

async function centerOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox()
  if (!box) throw new Error(`not on the page: ${locator}`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
