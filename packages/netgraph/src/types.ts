// The node types there are, by name.
import type { NgType } from './ng-type.ts'
import { ngBridge } from './nodes/ng-bridge.ts'
import { ngEcho } from './nodes/ng-echo.ts'
import { ngEiface } from './nodes/ng-eiface.ts'
import { ngEther } from './nodes/ng-ether.ts'
import { ngHole } from './nodes/ng-hole.ts'
import { ngHub } from './nodes/ng-hub.ts'
import { ngIface } from './nodes/ng-iface.ts'
import { ngOne2many } from './nodes/ng-one2many.ts'
import { ngPipe } from './nodes/ng-pipe.ts'
import { ngSocket } from './nodes/ng-socket.ts'
import { ngTee } from './nodes/ng-tee.ts'
import { ngVlan } from './nodes/ng-vlan.ts'

export const ngTypes: readonly NgType[] = [
  ngBridge,
  ngEcho,
  ngEiface,
  ngEther,
  ngHole,
  ngHub,
  ngIface,
  ngOne2many,
  ngPipe,
  ngSocket,
  ngTee,
  ngVlan,
]
