// Netgraph: nodes, hooks and edges; the node types; what ngctl does.
export { netgraphOf } from './attach.ts'
export { HI_STACK, Netgraph, NgHook, NgNode, ngEnter, ngLinkstate, ngSend } from './ng-base.ts'
export { type NgErrno, NgError } from './ng-error.ts'
export type { NgReplyText } from './ng-message.ts'
export * as ngctl from './ngctl.ts'
export { closeSocket, type NgReceive, openSocket, socketSend } from './nodes/ng-socket.ts'
