// Processes: programs as generators, resumed by the kernel in order of wake-up, and the system calls they make.
export { errnoWords, strerror } from './errno.ts'
export { type EchoOptions, type IcmpMessage, IcmpSocket } from './icmp-socket.ts'
export { type Echo6Options, type Icmp6Message, Icmp6Socket } from './icmp6-socket.ts'
export {
  EXIT_INTERRUPTED,
  EXIT_SOFTWARE,
  Interrupted,
  Process,
  ProcessTable,
  type Program,
  type SystemCall,
  type Tty,
} from './process.ts'
export { askOutside, sleep, waitUntil } from './sleep.ts'
export { type TraceReply, TraceSocket } from './trace-socket.ts'
export { type TraceReply6, TraceSocket6 } from './trace-socket6.ts'
export { type UdpReceived, UdpSocket } from './udp-socket.ts'
