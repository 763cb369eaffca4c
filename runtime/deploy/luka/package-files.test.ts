import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { packageFiles } from './package-files.ts';

async function checkout(packages: Record<string, object>) {
  const folder = await temporaryFolder();
  const write = async (path: string, text = '') => {
    const file = join(folder.path, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  };
  await write('package.json', '{}');
  await write('dist/node/luka.js');
  await write('dist/node/luka.js.map');
  await write('dist/renderer/index.html');
  for (const [name, described] of Object.entries(packages)) {
    await write(`node_modules/${name}/package.json`, JSON.stringify(described));
    await write(`node_modules/${name}/index.js`);
  }
  return { ...folder, root: folder.path };
}

it('a release has what the host loads: the build, its packages, what they need, and programs of this system only', async () => {
  await using made = await checkout({
    conf: { dependencies: { ajv: '1' } },
    ajv: {},
    '@parcel/watcher': {
      dependencies: { 'is-glob': '1' },
      optionalDependencies: { '@parcel/watcher-here': '1', '@parcel/watcher-elsewhere': '1' },
    },
    'is-glob': {},
    '@parcel/watcher-here': {},
    'not-needed': {},
  });
  const files = (await packageFiles(made.root)).map(({ to }) => to);
  expect(files.toSorted()).toEqual([
    'dist/node/luka.js',
    'dist/renderer/index.html',
    'node_modules/@parcel/watcher-here/index.js',
    'node_modules/@parcel/watcher-here/package.json',
    'node_modules/@parcel/watcher/index.js',
    'node_modules/@parcel/watcher/package.json',
    'node_modules/ajv/index.js',
    'node_modules/ajv/package.json',
    'node_modules/conf/index.js',
    'node_modules/conf/package.json',
    'node_modules/is-glob/index.js',
    'node_modules/is-glob/package.json',
    'package.json',
  ]);
});

it('what is needed and not installed is told', async () => {
  await using made = await checkout({ conf: { dependencies: { ajv: '1' } } });
  await expect(packageFiles(made.root)).rejects.toMatchObject({ code: 'deploy_unbuilt' });
});
