import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openOwnLog } from './own-log.ts';
import { temporaryFolder } from './testing.ts';

describe("Luka's own log", () => {
  it('is JSON lines that only the owner reads', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'luka.log');
    const log = openOwnLog(file);
    log.info({ apiUrl: 'http://x' }, 'started');
    log.error({ err: new Error('no') }, 'went wrong');
    log.close();
    const lines = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { msg: 'started', apiUrl: 'http://x' },
      { msg: 'went wrong', err: { message: 'no' } },
    ]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is not thrown out of by what comes after its end', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'luka.log');
    const log = openOwnLog(file);
    log.info({}, 'started');
    log.close();
    const said: string[] = [];
    const write = process.stderr.write.bind(process.stderr);
    process.stderr.write = (text) => said.push(String(text)) > 0;
    try {
      log.error({}, 'late');
    } finally {
      process.stderr.write = write;
    }
    expect(said.join('')).toBe('late (after the end of luka.log)\n');
    expect(await readFile(file, 'utf8')).not.toContain('late');
  });

  it.runIf(existsSync('/dev/full'))(
    'does not end Luka where it cannot be written, and says so once',
    async () => {
      const program = `import { openOwnLog } from ${JSON.stringify(new URL('./own-log.ts', import.meta.url).href)};
      const log = openOwnLog('/dev/full');
      for (let n = 0; n < 3; n += 1) { log.info({}, 'x'); await new Promise((resolve) => setTimeout(resolve, 20)); }
      console.log('alive');`;
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [
        '--input-type=module',
        '-e',
        program,
      ]);
      expect(stdout).toBe('alive\n');
      expect(stderr.match(/luka\.log cannot be written/g)).toHaveLength(1);
    },
  );
});
