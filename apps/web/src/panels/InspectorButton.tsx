import { PanelRightClose, PanelRightOpen } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { toggleInspector, useInspectorOpen } from './inspector-open.ts'

export function InspectorButton() {
  const open = useInspectorOpen()
  return (
    <Button
      label={open ? 'Fold the inspector away' : 'Open the inspector'}
      icon={open ? <PanelRightClose size={16} /> : <PanelRightOpen size={16} />}
      onPress={toggleInspector}
    />
  )
}
