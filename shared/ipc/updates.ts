/** What is known of updates, for the menu and the settings page. */

/**
 * `off`: nobody looks. `idle`: this is the newest, or nobody has looked yet. `waiting`: it is here, and is installed when no run
 * goes.
 */
export type UpdateState =
  | { readonly state: 'off' }
  | { readonly state: 'idle'; readonly checkedAt?: string }
  | { readonly state: 'checking' }
  | { readonly state: 'available'; readonly version: string }
  | { readonly state: 'loading'; readonly version: string; readonly percent: number }
  | { readonly state: 'waiting'; readonly version: string }
  | { readonly state: 'failed'; readonly message: string };
