// Parts of pages made by others.
export { Tooltip } from '@base-ui/react/tooltip'
export { ReactFlowProvider } from '@xyflow/react'
