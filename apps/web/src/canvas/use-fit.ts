import { useReactFlow, useStoreApi } from '@xyflow/react'
import { useCallback } from 'react'
import { documentStore } from '../stores/document.ts'
import type { FlowNode } from './flow-nodes.ts'
import { hasMap, MAP_HEIGHT, MAP_WIDTH } from './map-size.ts'
import { fitViewport } from './viewport.ts'

/** Shows the whole drawing, in so many milliseconds. */
export function useFit(): (duration: number) => void {
  const { setViewport } = useReactFlow<FlowNode>()
  const store = useStoreApi<FlowNode>()
  return useCallback(
    (duration) => {
      const { document } = documentStore.getState()
      const { width, height } = store.getState().domNode!.getBoundingClientRect()
      const map = hasMap(document) ? { width: MAP_WIDTH, height: MAP_HEIGHT } : null
      void setViewport(fitViewport(document, { width, height, map }), { duration })
    },
    [setViewport, store],
  )
}
