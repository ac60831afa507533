import { type GlyphName, glyphPaths } from './glyphs.ts'

interface Props {
  name: GlyphName
  size?: number
  className?: string
}

export function Glyph({ name, size = 24, className }: Props) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
      aria-hidden="true"
    >
      <path d={glyphPaths[name]} />
    </svg>
  )
}
