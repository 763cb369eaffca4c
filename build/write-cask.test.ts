import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { VERSION } from '#shared/version.ts';
import { caskOf } from './write-cask.ts';

it('names the release and what its files must hash to', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'luka-cask-'));
  try {
    await writeFile(join(folder, `Luka-${VERSION}-arm64.dmg`), 'arm');
    await expect(caskOf(folder, 'https://x')).rejects.toThrow('x64.dmg');
    await writeFile(join(folder, `Luka-${VERSION}-x64.dmg`), 'intel');
    const cask = await caskOf(folder, 'https://example.com/releases/');
    expect(cask).toContain(`version "${VERSION}"`);
    expect(cask).toContain('url "https://example.com/releases/Luka-#{version}-#{arch}.dmg"');
    for (const text of ['arm', 'intel'])
      expect(cask).toContain(createHash('sha256').update(text).digest('hex'));
    expect(cask).not.toMatch(/\{\{/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
