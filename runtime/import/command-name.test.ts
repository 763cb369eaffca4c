import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TaskId } from '#shared/nouns/task.ts';
import { IdPool, nameOfCommand, slug } from './command-name.ts';

describe('nameOfCommand', () => {
  it.each([
    ['/usr/local/bin/backup.sh --all', 'backup'],
    ['cd /srv/app && ./bin/nightly-report >> /tmp/log 2>&1', 'nightly-report'],
    ['cd "$HOME/My App"; node scripts/sync.cjs', 'sync'],
    ['[ -x /usr/sbin/anacron ] || run-parts /etc/cron.daily', 'run-parts'],
    ['test -e /run/x && /usr/bin/certbot renew', 'certbot'],
    ['/usr/bin/env FOO=1 python3 -u /x/fetch_mail.py', 'fetch_mail'],
    ['FOO=1 BAR="a b" ./go', 'go'],
    ['nice -n 10 ionice -c3 /opt/dump-db', 'dump-db'],
    ['flock -n /tmp/sync.lock /opt/sync.sh', 'sync'],
    ['timeout -k 5 30m /opt/long.rb', 'long'],
    ['sudo -u www /usr/bin/php /var/www/artisan schedule:run', 'artisan-schedule-run'],
    ['/bin/bash -lc "cd /x && ./tidy.sh"', 'tidy'],
    ["bash -c 'rsync -a a b'", 'rsync'],
    ['python3 -m http.server', 'http.server'],
    ['npm run build:docs', 'npm-build-docs'],
    ['git pull --rebase', 'git-pull'],
    ['curl -fsS https://example.org/ping > /dev/null', 'curl'],
    ['echo "$(date)" >> /tmp/ticks', 'echo'],
    ['/home/me/สำรอง.sh', 'job'],
    ['', 'job'],
  ])('%s is %s', (command, name) => expect(nameOfCommand(command)).toBe(name));

  it('is an id whatever the command', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (command) => {
        expect(TaskId.safeParse(nameOfCommand(command)).success).toBe(true);
      }),
    );
  });
});

it('an id has its letters and digits, and ends in one', () => {
  expect(slug('My  App (v2)!')).toBe('my-app-v2');
  expect(slug('..hidden..')).toBe('hidden');
  expect(slug('ภาษา')).toBe('');
  expect(slug('x'.repeat(200))).toHaveLength(60);
});

it('ids are given once', () => {
  const pool = new IdPool(['backup', 'backup-2']);
  expect([pool.take('backup'), pool.take('backup'), pool.take('other')]).toEqual([
    'backup-3',
    'backup-4',
    'other',
  ]);
});
