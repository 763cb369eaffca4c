/** The time zone by which schedules are read. */
import { fine, type Check } from '../check.ts';

export const zoneCheck: Check = {
  id: 'zone',
  title: 'Time zone',
  async examine({ env }) {
    const named = env['TZ'];
    const inForce = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    // tzset(3): a colon before it is allowed; a path to a file is a zone, too.
    const name = named?.replace(/^:/, '') ?? '';
    if (name === '' || name.startsWith('/') || isKnown(name)) return fine(inForce);
    return {
      note: inForce,
      findings: [
        {
          subject: 'TZ',
          severity: 'error',
          message: `the time zone "${named}" is not known, and schedules go by ${inForce || 'UTC'}`,
          evidence: [`TZ is ${named}`, `in force is ${inForce || 'UTC'}`],
          remedy: 'unset TZ, or set it to an IANA name such as Asia/Bangkok',
        },
      ],
    };
  },
};

function isKnown(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
