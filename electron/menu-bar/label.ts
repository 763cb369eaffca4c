/** Titles in menus: they come from files that anybody may have written. */

const LONGEST_TITLE = 60;

/** One line, no control or direction characters, `&` not taken for a shortcut, at most `longest` visible characters. */
export function label(text: string, longest: number = LONGEST_TITLE): string {
  return oneLine(text, longest).replaceAll('&', '&&');
}

/** The same where `&` stands for itself. */
export function oneLine(text: string, longest: number = LONGEST_TITLE): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
  // By what a person sees as one character: a Thai vowel is not torn from its consonant.
  const characters = Array.from(new Intl.Segmenter().segment(line), ({ segment }) => segment);
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : line;
}

/** `Backup (#7)`. */
export function titleOf(run: { readonly title: string; readonly id: number }): string {
  return `${label(run.title)} (#${run.id})`;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });

/** `14:05` today, `tomorrow 07:00`, `Fri 12 Mar 07:00` else. Both in ms since 1970. */
export function momentWords(at: number, now: number): string {
  const time = clock.format(at);
  const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000);
  if (days === 0) return time;
  return days === 1 ? `tomorrow ${time}` : `${day.format(at)} ${time}`;
}

/** How long something has gone: whole minutes, since a menu is built when it is opened, or once a minute. */
export function elapsedWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
