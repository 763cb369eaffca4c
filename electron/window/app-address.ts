/** What an `app://luka/…` address stands for. Decided by exact names that are known beforehand, never by a path on disk. */

export const APP_SCHEME = 'app';
export const APP_ORIGIN = 'app://luka';

export type AppTarget =
  | { readonly kind: 'api'; readonly path: string }
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'nothing' };

const NOTHING: AppTarget = { kind: 'nothing' };
const PAGE: AppTarget = { kind: 'file', name: '/index.html' };
/** An address that ends like this was meant to be a file: the page in its place would be a puzzling answer. */
const LIKE_A_FILE = /\.(css|html|ico|js|json|map|png|svg|txt|webp|woff2?)$/i;

/**
 * @param names of the files there are, each with a leading slash: `/index.html`, `/assets/main-1a2b.js`
 * @returns for a page of the UI (`/runs/12`) the file `/index.html`
 */
export function resolveAddress(address: string, names: ReadonlySet<string>): AppTarget {
  const url = parse(address);
  if (url === undefined || !isOurs(url)) return NOTHING;
  if (url.pathname.startsWith('/api/')) return { kind: 'api', path: `${url.pathname}${url.search}` };
  if (names.has(url.pathname)) return { kind: 'file', name: url.pathname };
  if (url.pathname.startsWith('/assets/') || LIKE_A_FILE.test(url.pathname)) return NOTHING;
  return PAGE;
}

/** Whether an address belongs to our own page: `app://luka/…`, and nothing that only looks like it. */
export function isOurPage(address: string): boolean {
  const url = parse(address);
  return url !== undefined && isOurs(url);
}

function isOurs(url: URL): boolean {
  return url.protocol === 'app:' && url.host === 'luka' && url.username === '' && url.password === '';
}

function parse(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}
