// What a netgraph call is refused with: errno's name, which callers compare, and words for people.

const words = {
  EINVAL: 'Invalid argument',
  ENOENT: 'No such file or directory',
  EEXIST: 'File exists',
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: "Can't assign requested address",
  EISCONN: 'Socket is already connected',
  ENOTCONN: 'Socket is not connected',
  ELOOP: 'Too many levels of symbolic links',
  E2BIG: 'Argument list too long',
  EALREADY: 'Operation already in progress',
  EBUSY: 'Device busy',
  ENOBUFS: 'No buffer space available',
  ENXIO: 'Device not configured',
  ENOSYS: 'Function not implemented',
  EOPNOTSUPP: 'Operation not supported',
  EPFNOSUPPORT: 'Protocol family not supported',
} as const

export type NgErrno = keyof typeof words

export class NgError extends Error {
  readonly errno: NgErrno

  /** `message` says what is wrong and what would be right; errno's own words are in `strerror`. */
  constructor(errno: NgErrno, message: string) {
    super(message)
    this.name = 'NgError'
    this.errno = errno
  }

  /** As strerror(3) has it: what ngctl prints. */
  get strerror(): string {
    return words[this.errno]
  }
}
