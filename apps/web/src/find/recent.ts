// Commands used last from the palette, newest first; kept in this browser.
const KEY = 'etherloom.recent-commands'
const MOST = 6

export function recentCommands(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string').slice(0, MOST) : []
  } catch {
    // Something else wrote there.
    return []
  }
}

export function rememberCommand(id: string): void {
  const next = [id, ...recentCommands().filter((other) => other !== id)].slice(0, MOST)
  localStorage.setItem(KEY, JSON.stringify(next))
}
