/** The one-time nonce of a sign-in link, `#k=<nonce>`. @returns undefined where the fragment is something else */
export function nonceIn(fragment: string): string | undefined {
  const nonce = new URLSearchParams(fragment.replace(/^#/, '')).get('k');
  return nonce !== null && /^[\w-]{16,128}$/.test(nonce) ? nonce : undefined;
}
