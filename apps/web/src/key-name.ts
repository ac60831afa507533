const mac = navigator.platform.startsWith('Mac')

/** "Mod+Shift+Z" as this system writes it. */
export const keyName = (keys: string): string =>
  mac ? keys.replace('Mod+', '⌘').replace('Shift+', '⇧').replace('Alt+', '⌥') : keys.replace('Mod', 'Ctrl')
