/** A cron expression in English. cronstrue has the words; what it would say wrongly is put to it in another way. */
import cronstrue from 'cronstrue';
import { canonicalFields } from './cron-text.ts';

/** Such as `At 09:00, Monday through Friday`; `cron 0 0 1 * +1` for what there are no words for. */
export function describeCron(expression: string): string {
  const fields = canonicalFields(expression);
  if (fields.length < 5) return `cron ${fields.join(' ')}`;
  try {
    return inWords(fields);
  } catch {
    // It throws texts where it does not know a sign that croner knows.
    return `cron ${fields.join(' ')}`;
  }
}

function inWords(fields: readonly string[]): string {
  const time = fields.length > 5 ? fields.slice(0, 3) : ['0', ...fields.slice(0, 2)];
  const [day = '*', month = '*', weekday = '*', year = '*'] = fields.slice(fields.length > 5 ? 3 : 2);
  const say = (...date: string[]) =>
    cronstrue.toString([...time, ...date].join(' '), { use24HourTimeFormat: true });
  if (day === '*' || weekday === '*') return say(day, month, weekday, year);
  // Either is enough for cron, but "on day 1 of the month, Monday through Friday" sounds as if both had to be.
  const always = say('*', '*', '*', '*');
  const only = (...date: string[]) => say(...date).slice(always.length);
  const weekdays = only('*', '*', weekday, '*').replace(/^, (?:only )?/, '');
  return `${always}${only(day, '*', '*', '*')}, and also ${weekdays}${only('*', month, '*', year)}`;
}
