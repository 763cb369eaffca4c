/** What the system says of launching at login, after the item's own words. */
import type { LoginStatus } from '#shared/ipc/channels.ts';

export const LOGIN_WORDS: Readonly<Record<LoginStatus, string>> = {
  enabled: '',
  'not-registered': '',
  'requires-approval': ' (to be allowed in System Settings)',
  'not-found': ' (macOS cannot find this app)',
};
