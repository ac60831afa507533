import { Moon, Sun } from 'lucide-react'
import { toggleTheme, useTheme } from '../theme.ts'
import { Button } from '../ui/Button.tsx'

export function ThemeButton() {
  const theme = useTheme()
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <Button
      label={`Use the ${other} theme`}
      icon={theme === 'dark' ? <Sun size={16} /> : <Moon size={16} />}
      onPress={toggleTheme}
    />
  )
}
