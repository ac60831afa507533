/** Names a download. RFC 6266 (4.3): a plain name for old clients, the real one percent-encoded. */
export function attachment(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._ -]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
}
