// Where labs are kept when nobody says: the place each system has for a program's own data.
import { homedir } from 'node:os'
import { join } from 'node:path'

export function defaultDataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  if (env.XDG_DATA_HOME) return join(env.XDG_DATA_HOME, 'etherloom')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Etherloom')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Etherloom')
  return join(homedir(), '.local', 'share', 'etherloom')
}
