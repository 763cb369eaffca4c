/**
 * Ways to write a path, in families, over one small tree (`makeVectorTree`). `in`: it leads into the root, to what `leads` says
 * (relative to the tree). Everything else names the error.
 */
import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Verdict = 'in' | 'path_invalid' | 'path_outside' | 'path_unmounted';

export interface Vector {
  readonly family: string;
  /** `<T>` stands for the tree. */
  readonly path: string;
  readonly verdict: Verdict;
  readonly leads?: string;
}

/**
 * T/home             the person's
 * T/home/root        the root, which T/linked-root points to
 * T/home/rootbeer    its neighbour
 * T/out              outside
 */
export async function makeVectorTree(tree: string): Promise<void> {
  const root = join(tree, 'home/root');
  await mkdir(join(root, 'a/b/c'), { recursive: true });
  await mkdir(join(root, 'ünï/ภาษา'), { recursive: true });
  await mkdir(join(tree, 'home/rootbeer'), { recursive: true });
  await mkdir(join(tree, 'out/deep'), { recursive: true });
  for (const file of [
    'home/root/file',
    'home/root/a/file',
    'home/rootbeer/file',
    'out/file',
    'out/deep/file',
    'home/file',
  ])
    await writeFile(join(tree, file), 'original');
  const links: [string, string][] = [
    ['home/root/to-a', 'a'],
    ['home/root/to-abs-a', join(root, 'a')],
    ['home/root/to-file', 'file'],
    ['home/root/a/up', '..'],
    ['home/root/a/b/round', '../../a'],
    ['home/root/to-out', '../../out'],
    ['home/root/to-abs-out', join(tree, 'out')],
    ['home/root/to-out-file', join(tree, 'out/file')],
    ['home/root/to-root-dir', '/'],
    ['home/root/to-etc', '/etc'],
    ['home/root/to-parent', '..'],
    ['home/root/to-beer', '../rootbeer'],
    ['home/root/twice', 'to-out'],
    ['home/root/dangling', 'nothing-yet'],
    ['home/root/dangling-out', '../../out/nothing-yet'],
    ['home/root/dangling-deep', 'none/such'],
    ['home/root/loop', 'loop'],
    ['home/root/loop-a', 'loop-b'],
    ['home/root/loop-b', 'loop-a'],
    ['home/root/empty-ish', './././'],
    ['home/root/to-slashes', 'a//b///c'],
    ['out/back', '../home/root/a'],
    ['out/to-file', '../home/root/file'],
    ['linked-root', 'home/root'],
    ['linked-home', 'home'],
  ];
  for (const [at, target] of links) await symlink(target, join(tree, at));
  for (let n = 0; n < 45; n += 1) await symlink(n === 0 ? 'a' : `chain-${n - 1}`, join(root, `chain-${n}`));
  await link(join(tree, 'out/file'), join(root, 'hard'));
  await link(join(root, 'file'), join(root, 'hard-inside'));
}

/** Ends of one and the same folder `a` of the root, and of what is in it. */
const INSIDE: [string, string][] = [
  ['a', 'home/root/a'],
  ['a/', 'home/root/a'],
  ['a/.', 'home/root/a'],
  ['./a', 'home/root/a'],
  ['a//b', 'home/root/a/b'],
  ['a/b/..', 'home/root/a'],
  ['a/b/../b', 'home/root/a/b'],
  ['a/./b/./c', 'home/root/a/b/c'],
  ['a/b/c/../../..', 'home/root'],
  ['', 'home/root'],
  ['/', 'home/root'],
  ['..//root/a', 'home/root/a'],
  ['../root', 'home/root'],
  ['../../home/root/file', 'home/root/file'],
  ['file', 'home/root/file'],
  ['new', 'home/root/new'],
  ['new/deep/er', 'home/root/new/deep/er'],
  ['new/./deep', 'home/root/new/deep'],
  ['new//deep/', 'home/root/new/deep'],
  ['a/new', 'home/root/a/new'],
  ['to-a', 'home/root/a'],
  ['to-a/', 'home/root/a'],
  ['to-a/b', 'home/root/a/b'],
  ['to-a/new', 'home/root/a/new'],
  ['to-a/..', 'home/root'],
  ['to-abs-a/b/c', 'home/root/a/b/c'],
  ['to-file', 'home/root/file'],
  ['a/up/a/up/a', 'home/root/a'],
  ['a/b/round/b/round', 'home/root/a'],
  ['to-slashes', 'home/root/a/b/c'],
  ['to-slashes/..', 'home/root/a/b'],
  ['empty-ish/file', 'home/root/file'],
  ['dangling', 'home/root/nothing-yet'],
  ['dangling/x', 'home/root/nothing-yet/x'],
  ['dangling-deep', 'home/root/none/such'],
  ['to-out/back', 'home/root/a'],
  ['to-out/back/b', 'home/root/a/b'],
  ['to-parent/root/a', 'home/root/a'],
  ['to-root-dir<T>/home/root/a', 'home/root/a'],
  ['to-beer/../root/file', 'home/root/file'],
  ['chain-0', 'home/root/a'],
  ['chain-30', 'home/root/a'],
  ['ünï', 'home/root/ünï'],
  ['ünï/ภาษา/new', 'home/root/ünï/ภาษา/new'],
  ['~', 'home/root/~'],
  ['~/x', 'home/root/~/x'],
  ['a/~root', 'home/root/a/~root'],
  ['...', 'home/root/...'],
  ['a/.../b', 'home/root/a/.../b'],
  ['-rf', 'home/root/-rf'],
  ['a b', 'home/root/a b'],
  ['a\\b', 'home/root/a\\b'],
  ['..\\..\\out', 'home/root/..\\..\\out'],
  ['%2e%2e/out', 'home/root/%2e%2e/out'],
  ['new\nline', 'home/root/new\nline'],
  ['\u202ereversed', 'home/root/\u202ereversed'],
  ['$HOME', 'home/root/$HOME'],
  ['*', 'home/root/*'],
  ['ＡＢ', 'home/root/ＡＢ'],
  ['．．', 'home/root/．．'],
  ['x'.repeat(255), `home/root/${'x'.repeat(255)}`],
];

/** Ends that lead out of the root. */
const OUTSIDE = [
  '..',
  '../',
  '../.',
  '../..',
  'a/../..',
  'a/b/c/../../../..',
  '../rootbeer',
  '../rootbeer/file',
  '../roo',
  '../root.bak',
  '../Root2/new',
  '../file',
  '../../out',
  '../../out/file',
  '../../out/new',
  '../../../../../../../../etc/passwd',
  '../../../../../../../../../../../../../../../../etc',
  'to-out',
  'to-out/',
  'to-out/file',
  'to-out/new',
  'to-out/deep/new/er',
  'to-abs-out/deep',
  'to-out-file',
  'to-root-dir',
  'to-root-dir/etc/passwd',
  'to-etc/passwd',
  'to-parent',
  'to-parent/file',
  'to-parent/rootbeer',
  'to-beer',
  'to-beer/new',
  'twice',
  'twice/file',
  'twice/new',
  'to-a/../..',
  'to-a/../to-out/file',
  'a/up/..',
  'a/up/../rootbeer',
  'a/b/round/../..',
  'dangling-out',
  'dangling-out/x',
  'to-out/../out/file',
  'to-slashes/../../../..',
];

const BROKEN = [
  'a\0',
  '\0',
  'a/\0/b',
  'file\0.txt',
  '../..\0/etc',
  'file/',
  'file/.',
  'file/x',
  'file/..',
  'file/../a',
  'to-file/',
  'to-file/x',
  'loop',
  'loop/x',
  'loop-a',
  'loop-b/x',
  'chain-44',
  'new/..',
  'new/../a',
  'new/../../out',
  'new/x/../../..',
  'dangling/..',
  'dangling/../../out',
  'dangling-deep/../x',
  'x'.repeat(256),
  `a/${'ภ'.repeat(86)}`,
  `${'x/'.repeat(520)}y`,
  `${`${'y'.repeat(200)}/`.repeat(30)}z`,
  '\ud800',
  'a/\udfff',
];

/** Whatever comes before it, this is no path. */
const NO_PATHS = [
  '',
  '\0',
  '~root',
  '~root/x',
  '~nobody/.ssh',
  '~+',
  '~-',
  '~\\x',
  'file:///etc/passwd',
  'file://localhost/etc/passwd',
  'FILE:///etc/passwd',
  'http://127.0.0.1/x',
  'smb://server/share',
  'x-y.z+1://a',
  '/'.repeat(5_000),
  `/${'a/'.repeat(3_000)}`,
  `/${'b'.repeat(4_096)}`,
];

export function pathVectors(): Vector[] {
  const vectors: Vector[] = [];
  // The same folder under several names: itself, through a link to it, through a link above it, from the home, relative.
  const starts: [string, string][] = [
    ['absolute', '<T>/home/root/'],
    ['root is a link', '<T>/linked-root/'],
    ['link above the root', '<T>/linked-home/root/'],
    ['from the home', '~/root/'],
    ['relative', './'],
    ['slashes', '<T>//home/.//root//'],
  ];
  for (const [start, prefix] of starts) {
    for (const [end, leads] of INSIDE)
      vectors.push({ family: `${start}: inside`, path: prefix + end, verdict: 'in', leads });
    for (const end of OUTSIDE)
      vectors.push({ family: `${start}: outside`, path: prefix + end, verdict: 'path_outside' });
    for (const end of BROKEN)
      vectors.push({ family: `${start}: broken`, path: prefix + end, verdict: 'path_invalid' });
  }
  for (const path of NO_PATHS) vectors.push({ family: 'no path', path, verdict: 'path_invalid' });
  for (const path of [
    '/',
    '//',
    '/..',
    '/../..',
    '/etc',
    '/etc/passwd',
    '/proc/self/root',
    '/dev/null',
    '/tmp',
    '~',
    '~/',
    '~/.',
    '~/..',
    '~/.ssh',
    '<T>',
    '<T>/out',
    '<T>/home',
    '<T>/home/roo',
    '<T>/homeroot',
  ])
    vectors.push({ family: 'elsewhere', path, verdict: 'path_outside' });
  for (const path of [
    '/Volumes/no-such-luka',
    '/Volumes/no-such-luka/x/y',
    '/mnt/no-such-luka',
    '/mnt/no-such-luka/x',
    '/media/nobody/no-such-luka/x',
    '/run/media/nobody/no-such-luka',
  ])
    vectors.push({ family: 'no volume', path, verdict: 'path_unmounted' });
  return vectors;
}
