/**
 * Whether an address is a page of this UI. What an answer proposes is data: it never leads out of Luka, whatever wrote
 * it (`//host` would be another host, and so would a backslash to some browsers).
 */
export function isPage(address: string): boolean {
  return /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(address);
}
