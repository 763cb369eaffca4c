/** The time zones there are. Pure, but for the machine's own list of them. */
import type { Option } from '../../../ui/options.ts';
import { offsetWords } from '../../../words/zone.ts';

/** What browsers still call by an older name, and people do not. */
const RENAMED = [
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
];

let names: readonly string[] | undefined;

/** Each with what its clocks are ahead of UTC now; a browser that has no list knows those that are typed. */
export function zoneOptions(now: number): readonly Option[] {
  names ??= [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...RENAMED.filter(isKnown)])].sort();
  return names.map((name) => ({ value: name, text: name, detail: () => offsetWords(now, name) }));
}

function isKnown(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
