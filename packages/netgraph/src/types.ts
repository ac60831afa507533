// The node types there are, in ngctl's order of listing.
import type { NgType } from './ng-type.ts'
import { ngHub } from './nodes/ng-hub.ts'
import { ngSocket } from './nodes/ng-socket.ts'

export const ngTypes: readonly NgType[] = [ngHub, ngSocket]
