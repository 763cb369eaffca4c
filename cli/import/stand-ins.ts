/**
 * For tests: `crontab` and `pm2` as little programs of their own, first on the PATH, that behave as the real ones do and
 * keep their state in a folder. A file `mood` in it makes them fail in one of the ways in which they can.
 */
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const CRONTAB = `#!/bin/sh
cd "$STAND_INS" || exit 9
mood=$(cat mood 2>/dev/null)
echo "crontab $*" >> calls
case "$1" in
  -l)
    if [ "$mood" = unreadable ] && [ -f tried ]; then echo 'crontab: tmp: Operation not permitted' >&2; exit 1; fi
    if [ "$mood" = locked ]; then echo 'crontab: you are not allowed to use this program' >&2; exit 1; fi
    if [ -f crontab ]; then cat header crontab 2>/dev/null; [ -f crontab ]; else echo 'crontab: no crontab for me' >&2; exit 1; fi ;;
  -)
    touch tried
    case "$mood" in
      refuse) cat > /dev/null; echo '"-":3: bad minute' >&2; echo "crontab: errors in crontab file, can't install" >&2; exit 1 ;;
      ignore) cat > /dev/null ;;
      mangle) sed 's/daily/never/' > crontab ;;
      *) cat > new && mv new crontab ;;
    esac ;;
  *) cp "$1" crontab ;;
esac
`;

/** pm2 lists what is in `pm2.json`, in the form of `pm2 jlist`. */
const PM2 = `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
process.chdir(process.env.STAND_INS);
const [verb, id] = process.argv.slice(2);
const mood = existsSync('mood') ? readFileSync('mood', 'utf8') : '';
const read = () => (existsSync('pm2.json') ? JSON.parse(readFileSync('pm2.json', 'utf8')) : []);
const save = (apps) => writeFileSync('pm2.json', JSON.stringify(apps));
const fail = (text) => { console.error(text); process.exit(1); };
appendFileSync('calls', ['pm2', ...process.argv.slice(2)].join(' ') + '\\n');
const known = read().some((app) => String(app.pm_id) === id);
if (verb === 'jlist') {
  if (mood === 'dead') fail('[PM2][ERROR] connect EACCES');
  console.log('[PM2] Spawning PM2 daemon with pm2_home=/Users/me/.pm2');
  console.log(JSON.stringify(read()));
} else if (verb === 'stop') {
  if (!known) fail('[PM2][ERROR] Process or Namespace ' + id + ' not found');
} else if (verb === 'delete') {
  if (!known || mood === 'stubborn') fail('[PM2][ERROR] Process or Namespace ' + id + ' not found');
  save(read().filter((app) => String(app.pm_id) !== id));
} else if (verb === 'save') {
  if (mood === 'full') fail('[PM2][ERROR] ENOSPC');
  writeFileSync('dump.pm2', JSON.stringify(read()));
} else fail('unknown command ' + verb);
`;

export type Mood = 'refuse' | 'ignore' | 'mangle' | 'unreadable' | 'locked' | 'dead' | 'stubborn' | 'full';

export class StandIns {
  readonly #folder: string;
  readonly env: NodeJS.ProcessEnv;

  private constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.#folder = folder;
    this.env = { ...env, PATH: [join(folder, 'bin'), env['PATH']].join(delimiter), STAND_INS: folder };
  }

  /** @param folder new; whoever made it removes it */
  static async create(folder: string, env: NodeJS.ProcessEnv = process.env): Promise<StandIns> {
    const bin = join(folder, 'bin');
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, 'crontab'), CRONTAB);
    await writeFile(join(bin, 'pm2.mjs'), PM2);
    await writeFile(
      join(bin, 'pm2'),
      `#!/bin/sh\nexec '${process.execPath}' "$(dirname "$0")/pm2.mjs" "$@"\n`,
    );
    for (const name of ['crontab', 'pm2']) await chmod(join(bin, name), 0o755);
    return new StandIns(folder, env);
  }

  async set(name: 'crontab' | 'header' | 'pm2.json', content: string | Uint8Array): Promise<void> {
    await writeFile(join(this.#folder, name), content);
  }

  /** @returns undefined where there is no such file */
  get(name: 'crontab' | 'pm2.json' | 'dump.pm2'): Promise<string | undefined> {
    return readFile(join(this.#folder, name), 'utf8').catch(() => undefined);
  }

  async mood(mood: Mood | undefined): Promise<void> {
    await (mood === undefined
      ? rm(join(this.#folder, 'mood'), { force: true })
      : writeFile(join(this.#folder, 'mood'), mood));
  }

  /** How they were called, in order. */
  async calls(): Promise<string[]> {
    const text = await readFile(join(this.#folder, 'calls'), 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  }
}
