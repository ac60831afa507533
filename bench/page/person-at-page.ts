// A person at the page: keys, the pointer, and things pressed by the names they have.
import type { Cdp } from '../lib/cdp.ts'

const ALT = 1
const CTRL = 2
const SHIFT = 8
const MODIFIERS: Readonly<Record<string, number>> = { Alt: ALT, Ctrl: CTRL, Shift: SHIFT }
/** Windows' key codes, which is what Chromium goes by. */
const KEY_CODES: Readonly<Record<string, number>> = {
  Enter: 13,
  Escape: 27,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Delete: 46,
}
const PATIENCE_MS = 60_000

export interface Point {
  readonly x: number
  readonly y: number
}

/** Runs in the page: the middle of the first thing on it that can be pressed and is called that, and is not blocked. */
const FIND = (name: string) => `(() => {
  const all = document.querySelectorAll('button, a, label, input, [role=tab], [role=menuitem], [role=option]')
  for (const each of all) {
    const called = each.getAttribute('aria-label') ?? each.textContent
    if (called.trim() !== ${JSON.stringify(name)} || each.ariaDisabled === 'true' || each.disabled) continue
    each.scrollIntoView({ block: 'nearest' })
    const { left, top, width, height } = each.getBoundingClientRect()
    if (width > 0) return { x: left + width / 2, y: top + height / 2 }
  }
  return null
})()`

export class PersonAtPage {
  readonly page: Cdp

  constructor(page: Cdp) {
    this.page = page
  }

  /** `Ctrl+Shift+Z`. */
  async press(keys: string): Promise<void> {
    const parts = keys.split('+')
    const key = parts.pop()!
    const modifiers = parts.reduce((sum, part) => sum | MODIFIERS[part]!, 0)
    await this.key(key, modifiers)
  }

  async type(text: string): Promise<void> {
    for (const letter of text) await this.key(letter, 0)
  }

  private async key(key: string, modifiers: number): Promise<void> {
    const named = key.length > 1
    const code = named ? key : /\d/.test(key) ? `Digit${key}` : /[a-z]/i.test(key) ? `Key${key.toUpperCase()}` : ''
    const windowsVirtualKeyCode = KEY_CODES[key] ?? (code ? key.toUpperCase().charCodeAt(0) : 0)
    const text = key === 'Enter' ? '\r' : named || (modifiers & (CTRL | ALT)) !== 0 ? undefined : key
    const event = { key, code, modifiers, windowsVirtualKeyCode, text }
    await this.page.send('Input.dispatchKeyEvent', { type: text === undefined ? 'rawKeyDown' : 'keyDown', ...event })
    await this.page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event, text: undefined })
  }

  /** Clicks what is called that, once it is there and can be pressed. */
  async click(name: string): Promise<void> {
    await this.clickAt(await this.waitFor<Point>(FIND(name), `nothing to press is called “${name}”`))
  }

  async clickAt(point: Point): Promise<void> {
    await this.mouse('mouseMoved', point, 0)
    await this.mouse('mousePressed', point, 1)
    await this.mouse('mouseReleased', point, 0)
  }

  /** Clicks what says so in a list. */
  async clickIn(list: string, text: string): Promise<void> {
    const found = `(() => {
      for (const each of document.querySelectorAll(${JSON.stringify(`${list} a, ${list} button`)}))
        if (each.textContent.includes(${JSON.stringify(text)})) {
          each.scrollIntoView({ block: 'nearest' })
          const { left, top, width, height } = each.getBoundingClientRect()
          return { x: left + width / 2, y: top + height / 2 }
        }
      return null
    })()`
    await this.clickAt(await this.waitFor<Point>(found, `the list has no “${text}”`))
  }

  async rest(point: Point): Promise<void> {
    await this.mouse('mouseMoved', point, 0)
    await pause(300)
  }

  /** Drags in steps a hand would take. */
  async drag(from: Point, to: Point, modifiers = 0): Promise<void> {
    await this.mouse('mouseMoved', from, 0, modifiers)
    await this.mouse('mousePressed', from, 1, modifiers)
    for (let i = 1; i <= 12; i++) {
      const at = { x: from.x + ((to.x - from.x) * i) / 12, y: from.y + ((to.y - from.y) * i) / 12 }
      await this.mouse('mouseMoved', at, 1, modifiers)
      await pause(16)
    }
    await this.mouse('mouseReleased', to, 0, modifiers)
  }

  /** With Shift held. */
  async boxSelect(from: Point, to: Point): Promise<void> {
    const shift = { key: 'Shift', code: 'ShiftLeft', windowsVirtualKeyCode: 16, modifiers: SHIFT }
    await this.page.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...shift })
    await this.drag(from, to, SHIFT)
    await this.page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...shift, modifiers: 0 })
  }

  async wheel(point: Point, turns: number, deltaY: number): Promise<void> {
    for (let i = 0; i < turns; i++) {
      await this.page.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...point, deltaX: 0, deltaY })
      await pause(16)
    }
  }

  private mouse(type: string, point: Point, buttons: number, modifiers = 0): Promise<unknown> {
    const button = type === 'mouseMoved' && buttons === 0 ? 'none' : 'left'
    const event = { type, ...point, button, buttons, modifiers, clickCount: 1 }
    return this.page.send('Input.dispatchMouseEvent', event)
  }

  /** Finds a command by its title; Enter would do it. */
  async find(title: string): Promise<void> {
    await this.press('Ctrl+Shift+P')
    await this.waitFor(`document.activeElement?.matches('[role=combobox]') || null`, 'the finder does not open')
    await this.page.send('Input.insertText', { text: title })
    const first = `document.querySelector('[role=option][data-highlighted]')`
    const found = `${first} && ${first}.ariaDisabled !== 'true' && ${first}.textContent.includes(${JSON.stringify(title)}) || null`
    await this.waitFor(found, `“${title}” cannot be done`)
  }

  /** An expression's value, once it is not null. */
  async waitFor<T>(expression: string, otherwise: string): Promise<T> {
    const until = performance.now() + PATIENCE_MS
    while (performance.now() < until) {
      const value = await this.page.evaluate<T | null>(expression).catch(() => null)
      if (value !== null) return value
      await pause(50)
    }
    throw new Error(otherwise)
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
