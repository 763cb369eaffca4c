/** When a drafted agent runs, as the keys of its plist: launchd.plist(5). */
import type { AgentDraft } from '#shared/http/agents.ts';
import { writeHomeOut } from '../lint/unexpanded.ts';
import type { PlistEntry, PlistValue } from '../plist/plist-value.ts';
import { dictOf, listOf, text, whole, yes } from './values.ts';

type When = AgentDraft['when'];

/** Its trigger, and its ProcessType: nobody waits for what runs by itself, and all may wait for a service. */
export function triggerOf(when: When, home: string): PlistEntry[] {
  const type = (value: string): PlistEntry => ({ key: 'ProcessType', value: text(value) });
  switch (when.kind) {
    case 'every':
      return [{ key: 'StartInterval', value: whole(when.seconds) }, type('Background')];
    case 'daily':
      return [{ key: 'StartCalendarInterval', value: calendarOf(when) }, type('Background')];
    case 'login':
      return [{ key: 'RunAtLoad', value: yes }, type('Standard')];
    case 'keep-alive':
      return [{ key: 'RunAtLoad', value: yes }, { key: 'KeepAlive', value: yes }, type('Standard')];
    case 'watch': {
      const paths = [...new Set(when.paths.map((path) => writeHomeOut(path, home)))];
      return [{ key: 'WatchPaths', value: listOf(paths.map(text)) }, type('Background')];
    }
  }
}

function calendarOf({ hour, minute, weekdays = [] }: Extract<When, { kind: 'daily' }>): PlistValue {
  const moment = [
    { key: 'Hour', value: whole(hour) },
    { key: 'Minute', value: whole(minute) },
  ];
  const days = [...new Set(weekdays)].toSorted((a, b) => a - b);
  if (days.length === 0 || days.length === 7) return dictOf(moment);
  return listOf(days.map((day) => dictOf([...moment, { key: 'Weekday', value: whole(day) }])));
}
