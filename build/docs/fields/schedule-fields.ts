/** Fields about when: triggers, and what happens when moments collide, pass, fail or must wait. */
import type { FieldEntries } from './field-entry.ts';

export const SCHEDULE_FIELDS: FieldEntries = {
  triggers: {
    meaning:
      'Why it starts by itself; each item is of one kind. Without any it runs by hand only. See [schedules.md](schedules.md#triggers).',
    example: 'triggers:\n  - every: 1h\n  - startup: {}',
  },
  'triggers.cron': {
    meaning:
      'Five fields, or six with seconds first, or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`.',
    example: "triggers:\n  - cron: '0 9 * * MON-FRI'",
  },
  'triggers.tz': {
    meaning: 'Of `cron` and `at`: the time zone, an IANA name.',
    default: "the machine's",
    example: "triggers:\n  - cron: '0 3 * * *'\n    tz: Asia/Bangkok",
  },
  'triggers.every': {
    meaning: 'Again and again, anchored: moments never drift.',
    example: 'triggers:\n  - every: 90m',
  },
  'triggers.anchor': {
    meaning: 'Of `every`: a moment from which the others are counted.',
    default: '1970-01-01T00:00:00Z',
    example: 'triggers:\n  - every: 1d\n    anchor: 2026-01-01T06:00:00Z',
  },
  'triggers.at': {
    meaning: 'Once, at this moment; without an offset it is read in `tz`.',
    example: 'triggers:\n  - at: 2099-12-24T18:00:00',
  },
  'triggers.startup': { meaning: 'When Luka starts.', example: 'triggers:\n  - startup: {}' },
  'triggers.startup.delay': {
    meaning: 'So long after it.',
    default: '0s',
    example: 'triggers:\n  - startup: { delay: 10m }',
  },
  'triggers.wake': { meaning: 'When the machine woke from sleep.', example: 'triggers:\n  - wake: {}' },
  'triggers.wake.delay': {
    meaning: 'So long after it.',
    default: '0s',
    example: 'triggers:\n  - wake: { delay: 30s }',
  },
  'triggers.login': {
    meaning: 'When you logged in: the first time that Luka sees that login.',
    example: 'triggers:\n  - login: {}',
  },
  'triggers.login.delay': {
    meaning: 'So long after it.',
    default: '0s',
    example: 'triggers:\n  - login: { delay: 10m }',
  },
  'triggers.file': {
    meaning: 'When a file appears or changes: a path or a glob. The run finds it in `LUKA_SUBJECT`.',
    example: 'triggers:\n  - file: ~/project/*.pdf',
  },
  'triggers.on': {
    meaning: 'Of `file`: which changes count. Of `after`: which ends of the other task.',
    default: '`file`: both; `after`: success',
    example: 'triggers:\n  - file: ~/project/*.csv\n    on: [created]',
  },
  'triggers.settle': {
    meaning: 'Of `file`: how long nothing may have changed it, so that it is whole.',
    default: '2s',
    example: 'triggers:\n  - file: ~/project/*.csv\n    settle: 10s',
  },
  'triggers.volume': {
    meaning: 'When a volume of that name or UUID is mounted.',
    example: 'triggers:\n  - volume: lukadata',
  },
  'triggers.delay': {
    meaning: 'Of `volume`: so long after it was mounted.',
    default: '0s',
    example: 'triggers:\n  - volume: lukadata\n    delay: 5s',
  },
  'triggers.after': { meaning: 'When a run of another task ended.', example: 'triggers:\n  - after: title' },
  'triggers.webhook': {
    meaning: 'When somebody posts to the address that `luka hook <task>` prints.',
    example: 'triggers:\n  - webhook: {}',
  },
  'triggers.webhook.perMinute': {
    meaning: 'How often in a minute; more is refused.',
    default: '30',
    example: 'triggers:\n  - webhook: { perMinute: 10 }',
  },
  overlap: {
    meaning: 'What becomes of a due moment while a run of the task goes or waits.',
    default: 'skip; queue for events',
    example: 'overlap: queue',
  },
  'overlap.policy': {
    meaning:
      '`skip` leaves it out, `queue` waits in line, `coalesce` merges all that wait into one, `replace` ends the old run, `parallel` runs beside it.',
    example: 'overlap: { policy: coalesce }',
  },
  'overlap.limit': {
    meaning: 'Of `queue`: how many may wait. Of `parallel`: how many may go at once.',
    default: 'queue: 10, of events 100; parallel: 2',
    example: 'overlap: { policy: parallel, limit: 3 }',
  },
  catchUp: {
    meaning:
      'What was missed while Luka did not run, the machine slept or somebody paused it: one run for all (`latest`), one each (`all`), none (`skip`).',
    default: 'latest',
    example: 'catchUp: skip',
  },
  'catchUp.all': {
    meaning: 'One run for each missed moment, bounded.',
    example: 'catchUp: { all: { max: 5 } }',
  },
  'catchUp.all.max': {
    meaning: 'How many at most; the newest.',
    default: '20',
    example: 'catchUp: { all: { max: 5 } }',
  },
  'catchUp.all.within': {
    meaning: 'None older than this.',
    default: '1d',
    example: 'catchUp: { all: { within: 12h } }',
  },
  'catchUp.downtime': {
    meaning: 'What holds for moments while Luka was not running.',
    default: 'latest',
    example: 'catchUp: { downtime: all }',
  },
  'catchUp.sleep': {
    meaning: 'What holds for moments while the machine slept, or that a jump of the clock passed over.',
    default: 'latest',
    example: 'catchUp: { sleep: latest }',
  },
  'catchUp.pause': {
    meaning: 'What holds for moments of a pause.',
    default: 'latest',
    example: 'catchUp: { pause: skip }',
  },
  retry: {
    meaning: 'Further attempts after one that failed; a number is `times`.',
    default: '0',
    example: 'retry: 2',
  },
  'retry.times': { meaning: 'Attempts after the first.', example: 'retry: { times: 3 }' },
  'retry.delay': {
    meaning: 'The wait before the second attempt.',
    default: '10s',
    example: 'retry: { times: 1, delay: 100ms }\nsteps:\n  - run: exit 7',
    ends: 'failed',
  },
  'retry.backoff': {
    meaning: '`exponential` doubles the wait each time; `fixed` keeps it.',
    default: 'exponential',
    example: 'retry: { times: 3, backoff: fixed }',
  },
  'retry.maxDelay': {
    meaning: 'The longest wait.',
    default: '1h',
    example: 'retry: { times: 5, maxDelay: 10m }',
  },
  'retry.jitter': {
    meaning: 'The share of the wait that is left to chance, so that not all try at once.',
    default: '0.2',
    example: 'retry: { times: 3, jitter: 0 }',
  },
  'retry.on': {
    meaning: 'Which ends are worth another attempt.',
    default: 'both',
    example: 'retry: { times: 3, on: [timed_out] }',
  },
  'retry.exitCodes': {
    meaning: 'Only these exit codes are worth another attempt, where it failed by one.',
    default: 'all',
    example: 'retry: { times: 3, exitCodes: [75] }\nsteps:\n  - run: exit 2',
    ends: 'failed',
  },
  quarantine: {
    meaning: 'A task that keeps failing is not started by its triggers for a while; `false`: never that.',
    default: '{ after: 5, release: 1h }',
    example: 'quarantine: false',
  },
  'quarantine.after': {
    meaning: 'So many failures in a row.',
    default: '5',
    example: 'quarantine: { after: 3 }',
  },
  'quarantine.release': {
    meaning: 'How long it lasts; longer with each relapse, a day at most. `false`: until `luka release`.',
    default: '1h',
    example: 'quarantine: { release: false }',
  },
  conditions: {
    meaning:
      'What must be true of the machine before a due moment becomes a run; all of them. A run by hand does not wait, but for `volume`.',
    example: 'conditions: { ac: true, network: true }',
  },
  'conditions.ac': { meaning: 'On mains power.', example: 'conditions: { ac: true }' },
  'conditions.battery': {
    meaning: 'Charge above so many percent, or on mains.',
    example: 'conditions: { battery: 30 }',
  },
  'conditions.lowPower': {
    meaning: '`false`: not in low-power mode.',
    example: 'conditions: { lowPower: false }',
  },
  'conditions.network': {
    meaning: '`true`: any network. A `host` or `host:port`: that one answers.',
    example: 'conditions: { network: "127.0.0.1:4000" }',
  },
  'conditions.volume': {
    meaning: 'Names or UUIDs of volumes that are mounted; an empty mount point is never written into.',
    example: 'conditions: { volume: lukadata }',
    notRun: 'it needs the volume, also by hand',
  },
  'conditions.disk': { meaning: 'Room on a disk.', example: 'conditions:\n  disk: { free: 10GB }' },
  'conditions.disk.free': {
    meaning: 'So much of it is free: a size.',
    example: 'conditions:\n  disk: { free: 500MB }',
  },
  'conditions.disk.path': {
    meaning: 'The disk that holds this path.',
    default: 'your home',
    example: 'conditions:\n  disk: { free: 1GB, path: /tmp }',
  },
  'conditions.idle': {
    meaning: 'You have not touched the machine for so long.',
    example: 'conditions: { idle: 10m }',
  },
  'conditions.wait': {
    meaning: 'How long a moment waits for its conditions; then it is `blocked`.',
    default: '1h',
    example: 'conditions: { ac: true, wait: 4h }',
  },
  blackout: {
    meaning: 'Times of day in which nothing of it starts by itself: such a moment is `skipped`.',
    example: "blackout:\n  - { from: '22:00', to: '07:00' }",
  },
  'blackout.from': {
    meaning: 'When it begins, `HH:MM`.',
    example: "blackout:\n  - { from: '12:00', to: '13:00' }",
  },
  'blackout.to': {
    meaning: 'When it ends, `HH:MM`; on the next day where it is not later than `from`.',
    example: "blackout:\n  - { from: '23:00', to: '05:30' }",
  },
  'blackout.days': {
    meaning: 'The days on which it begins.',
    default: 'all',
    example: "blackout:\n  - { from: '09:00', to: '17:00', days: [mon, tue, wed, thu, fri] }",
  },
  'blackout.tz': {
    meaning: 'Its time zone, an IANA name.',
    default: "the machine's",
    example: "blackout:\n  - { from: '22:00', to: '07:00', tz: Europe/Berlin }",
  },
  sla: {
    meaning:
      'By when it must have succeeded. Luka tells before that is too late, and when it was. See [notifications.md](notifications.md).',
    example: "sla: { succeededBy: '07:00' }",
  },
  'sla.succeededBy': {
    meaning: 'The time of day.',
    example: "sla: { succeededBy: '07:00' }",
  },
  'sla.days': {
    meaning: 'On which days.',
    default: 'all',
    example: "sla: { succeededBy: '07:00', days: [mon, fri] }",
  },
  'sla.tz': {
    meaning: 'The time zone, an IANA name.',
    default: "the machine's",
    example: "sla: { succeededBy: '07:00', tz: Asia/Bangkok }",
  },
  'sla.warn': {
    meaning:
      'At the latest so long before, it is told where it has not succeeded; sooner where its runs take longer.',
    default: '30m',
    example: "sla: { succeededBy: '07:00', warn: 1h }",
  },
  'sla.within': {
    meaning: 'A success counts that came at most so long before.',
    default: '24h',
    example: "sla: { succeededBy: '07:00', within: 12h }",
  },
};
