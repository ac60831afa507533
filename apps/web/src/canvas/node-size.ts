/** A node's tile, in canvas units. A layout record says where its centre is. */
export const NODE_SIZE = 56
/** Room the name takes below the tile; links that leave downwards start below it. */
export const NAME_HEIGHT = 22
/** Below this zoom nodes are drawn on the canvas layer; React Flow keeps only those hovered or selected. */
export const FAR_ZOOM = 0.5
/** Below this one a node is hardly wider than the places at its sides where links begin: it is moved then, and not wired. */
export const TINY_ZOOM = 0.25
