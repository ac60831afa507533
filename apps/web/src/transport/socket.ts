// One WebSocket that comes back: after a loss it waits 0.25 s, then twice as long each time up to 8 s, with a little chance
// so that many tabs do not return at once; when the browser says it is online again it tries at once.
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 8000

export interface SocketHandlers {
  onOpen(): void
  onText(text: string): void
  onBytes(bytes: Uint8Array): void
  /** The connection is gone; another attempt follows by itself. `refused`: there was none. */
  onLost(refused: boolean): void
}

export class Socket {
  private readonly url: string
  private readonly handlers: SocketHandlers
  private socket: WebSocket | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private failures = 0
  private closed = false

  constructor(url: string, handlers: SocketHandlers) {
    this.url = url
    this.handlers = handlers
    addEventListener('online', this.retryNow)
    this.connect()
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN
  }

  send(said: string | Uint8Array<ArrayBuffer>): void {
    if (this.isOpen) this.socket!.send(said)
  }

  /** Drops the connection and makes another: the two sides no longer agree on what was said. */
  reconnect(): void {
    this.socket?.close()
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
    removeEventListener('online', this.retryNow)
    this.socket?.close()
  }

  retryNow = (): void => {
    if (this.closed || this.socket !== null) return
    clearTimeout(this.timer)
    this.connect()
  }

  private connect(): void {
    const socket = new WebSocket(this.url)
    this.socket = socket
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      this.failures = 0
      this.handlers.onOpen()
    }
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') this.handlers.onText(data)
      else this.handlers.onBytes(new Uint8Array(data))
    }
    socket.onclose = () => this.onClose()
  }

  private onClose(): void {
    this.socket = null
    if (this.closed) return
    this.handlers.onLost(this.failures > 0)
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures++)
    this.timer = setTimeout(() => this.connect(), wait * (0.8 + Math.random() * 0.4))
  }
}
