/** With the file system's own events. */
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makePlace, TestSyncer, type TestPlace } from './testing.ts';

const isChange = (message: { is: string }): boolean => message.is === 'changed';

async function following(place: TestPlace): Promise<TestSyncer> {
  const it = await TestSyncer.start(place, 'real');
  await it.sync();
  return it;
}

const isWanted = (message: { is: string }): boolean => message.is === 'wanted';

/** Until it is so; a change may come in several parts, and a sync that is wanted is done, as the main thread does it. */
async function soon(it: TestSyncer, check: () => void, begin = it.messages.length): Promise<void> {
  let from = begin;
  for (;;)
    try {
      return check();
    } catch {
      const isSyncDue = it.messages.slice(from).some(isWanted);
      if (isSyncDue) {
        from = it.messages.length;
        await it.sync();
        continue;
      }
      await it.until((message) => isChange(message) || isWanted(message), from);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

describe('a folder that is followed', () => {
  it('has what is saved, renamed and removed in the index at once', async () => {
    await using place = await makePlace({ events: true });
    await place.write('a.md', 'apricot');
    await using it = await following(place);
    let changed = it.until(isChange);
    await place.write('a.md', 'avocado');
    await changed;
    await soon(it, () => expect(it.found('avocado')).toEqual(['a.md']));
    expect(it.found('apricot')).toEqual([]);
    await rename(join(place.folder, 'a.md'), join(place.folder, 'b.md'));
    await soon(it, () => expect(it.found('avocado')).toEqual(['b.md']));
    changed = it.until(isChange);
    await rm(join(place.folder, 'b.md'));
    await changed;
    await soon(it, () => expect(it.found('avocado')).toEqual([]));
  });

  it('takes a folder that is moved in or out whole, and a new rule of what to ignore', async () => {
    await using place = await makePlace({ events: true });
    await place.write('a.md', 'apricot');
    await using it = await following(place);
    const outside = join(place.path, 'outside');
    await mkdir(join(outside, 'deep'), { recursive: true });
    await writeFile(join(outside, 'deep', 'b.md'), 'banana');
    await rename(outside, join(place.folder, 'inside'));
    await soon(it, () => expect(it.found('banana')).toEqual(['inside/deep/b.md']));
    await rename(join(place.folder, 'inside'), outside);
    await soon(it, () => expect(it.found('banana')).toEqual([]));
    const wanted = it.until((each) => each.is === 'wanted');
    await place.write('.gitignore', 'a.md\n');
    expect(await wanted).toMatchObject({ sources: ['notes'] });
    await it.sync();
    expect(it.found('apricot')).toEqual([]);
  });

  it('has nothing in the index that a whole sync would leave out', async () => {
    await using place = await makePlace({ events: true, exclude: ['drafts'] });
    await place.write('.gitignore', 'secret\n');
    await place.write('a.md', 'word');
    await using it = await following(place);
    for (const name of ['secret/b.md', 'drafts/c.md', 'node_modules/d.md', '.hidden/e.md', 'f.png'])
      await place.write(name, 'word');
    await place.write('z.md', 'word');
    await soon(it, () => expect(it.found('word')).toEqual(['a.md', 'z.md']));
    const wanted = it.until((each) => each.is === 'wanted');
    await symlink(place.folder, join(place.folder, 'round'));
    await wanted;
    await it.sync();
    expect(it.found('word')).toEqual(['a.md', 'z.md']);
    expect(it.skipped()).toEqual({ round: 'loop' });
  });

  it('reads after a time that nobody looked only what changed in it', async () => {
    await using place = await makePlace({ events: true });
    for (let n = 0; n < 50; n += 1) await place.write(`${n}.md`, `word ${n}`);
    {
      await using it = await following(place);
      expect(it.found('word')).toHaveLength(50);
    }
    await place.write('7.md', 'seven');
    await place.write('new/x.md', 'seven');
    await rm(join(place.folder, '8.md'));
    await using it = await TestSyncer.start(place, 'real');
    // No look at everything was needed, nor asked for.
    expect(it.messages.some((each) => each.is === 'wanted' && each.sources.includes('notes'))).toBe(false);
    expect(it.found('seven')).toEqual(['7.md', 'new/x.md']);
    expect(it.found('word')).toHaveLength(48);
  });

  it('is told from one that went', async () => {
    await using place = await makePlace({ events: true });
    await place.write('a.md', 'apricot');
    await using it = await following(place);
    const wanted = it.until(
      (each) => each.is === 'wanted' || (each.is === 'source' && each.facts.state === 'absent'),
    );
    await rename(place.folder, `${place.folder}-away`);
    await Promise.race([wanted, new Promise((resolve) => setTimeout(resolve, 2_000))]);
    await it.sync();
    expect(it.facts()).toMatchObject({ state: 'absent', documents: 1 });
    await rename(`${place.folder}-away`, place.folder);
    await it.sync();
    expect(it.facts()?.state).toBe('ready');
    const from = it.messages.length;
    await place.write('a.md', 'avocado');
    await soon(it, () => expect(it.found('avocado')).toEqual(['a.md']), from);
  });
});
