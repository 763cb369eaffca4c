/** Why a Mac slept and why it woke, in words, as far as its log says. What is not known here stays as it is written there. */

/** The system's own words stand between quotation marks: `due to 'Idle Sleep'`. */
const SLEEPS: Readonly<Record<string, string>> = {
  'idle sleep': 'nobody used it for as long as is set, and nothing kept it awake',
  idle: 'nobody used it for as long as is set, and nothing kept it awake',
  'clamshell sleep': 'the lid was closed',
  'software sleep': 'a person or a program put it to sleep: the Apple menu, or pmset sleepnow',
  'maintenance sleep': 'it had woken in the dark for its own business, and was done',
  'sleep service back to sleep': 'it had woken in the dark for its own business, and was done',
  'notification wake back to sleep': 'it had woken in the dark for a notification, and was done',
  'low power sleep': 'its battery was nearly empty',
  'low battery sleep': 'its battery was nearly empty',
  'thermal emergency sleep': 'it was too hot',
  'dark wake thermal emergency': 'it was too hot to work in the dark',
  'power button sleep': 'the power button was pressed',
  'sleep button': 'the power button was pressed',
  'standby sleep': 'it went on into deep sleep',
};

/** Behind some causes stands who it was: `'Software Sleep pid=1234'`. */
export function sleepWhy(text: string): string | undefined {
  const [, cause, pid] = /due to '([^']+?)(?: pid=(\d+))?'/.exec(text) ?? [];
  const why = cause === undefined ? undefined : SLEEPS[cause.toLowerCase()];
  return why === undefined || pid === undefined ? why : `${why} (process ${pid})`;
}

/** By words that the hardware's names have in common; the first that fits. */
const WAKES: readonly (readonly [RegExp, string])[] = [
  [/\blid\b|lidopen|clamshell.*open/i, 'the lid was opened'],
  [/useractivity|user activity|hid activity/i, 'somebody used it'],
  [/acattach|ac.?attach|acpower|powersource|\bACDetach/i, 'a charger was connected or taken away'],
  [/rtc\/maintenance|maintenance|sleepservice/i, 'for its own business: mail, backups, updates'],
  [/\brtc\b|alarm/i, 'its clock woke it, as was planned'],
  [/arpt|wlan|wifi|\ben\d\b|ethernet|magic|tcpkeepalive|network/i, 'it was called over the network'],
  [/bluetooth|\bbt\b|\bxhc|\busb/i, 'a device was used, or connected'],
  [/pwrb|powerbutton|pwrbtn/i, 'the power button was pressed'],
];

export function wakeWhy(text: string): string | undefined {
  const [, cause] = /due to (.+?)(?:\s+Using\s|$)/.exec(text) ?? [];
  if (cause === undefined) return undefined;
  return WAKES.find(([pattern]) => pattern.test(cause))?.[1];
}
