const mac = navigator.platform.startsWith('Mac')

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ContextMenu: 'Menu',
}

/** "Mod+Shift+Z" as this system writes it. */
export function keyName(keys: string): string {
  const drawn = keys.replace(/Arrow\w+|ContextMenu/, (name) => NAMES[name] ?? name)
  return mac ? drawn.replace('Mod+', '⌘').replace('Shift+', '⇧').replace('Alt+', '⌥') : drawn.replace('Mod', 'Ctrl')
}
