/** Addresses that stand in reports: those of Luka's own page are followed, all others are only shown. */
const PAGES = /^\/(?:runs|tasks|approvals|agents|assistant|reports|audit|policy)(?:\/[^\s?#]*)?$/;
const HERE = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The path within the page; the port may have been another when the report was made. */
export function ownPath(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  const { protocol, hostname, pathname } = new URL(href);
  return protocol === 'http:' && HERE.has(hostname) && PAGES.test(pathname) ? pathname : undefined;
}
