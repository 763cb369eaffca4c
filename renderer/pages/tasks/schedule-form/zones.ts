/** The time zones there are. Pure, but for the machine's own list of them. */
import type { Option } from '../../../ui/options.ts';
import { offsetWords } from '../../../words/zone.ts';

let names: readonly string[] | undefined;

/** Each with what its clocks are ahead of UTC now; a browser that has no list knows those that are typed. */
export function zoneOptions(now: number): readonly Option[] {
  names ??= [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
  return names.map((name) => ({ value: name, text: name, detail: () => offsetWords(now, name) }));
}
