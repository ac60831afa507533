import { find, layoutOf, type NodeId, setIcon } from '@etherloom/topology'
import { useDocument } from '../stores/hooks.ts'
import { edit } from '../transport/lab.ts'
import { Button } from '../ui/Button.tsx'
import { PictureButton } from './PictureButton.tsx'

/** The picture a node is shown by, instead of the sign of its kind. */
export function IconFields({ id }: { id: NodeId }) {
  const data = useDocument((document) => {
    const icon = layoutOf(document, id)?.icon
    return icon ? find(document, icon)?.data : undefined
  })
  return (
    <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-2">
      <span className="text-sm text-dim">Icon</span>
      <div className="flex items-center gap-1.5">
        {data && <img src={data} alt="" className="size-6 object-contain" />}
        <PictureButton
          label={data ? 'Change' : 'Choose a picture'}
          onPicture={({ name, data: picture }) => edit((document) => setIcon(document, [id], { name, data: picture }))}
        />
        {data && (
          <Button
            label="Remove the icon"
            text="Remove"
            tone="bordered"
            onPress={() => edit((document) => setIcon(document, [id], null))}
          />
        )}
      </div>
    </div>
  )
}
