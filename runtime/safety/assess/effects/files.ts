/** What the usual tools do to files: which of their words are read, written, deleted, moved (POSIX, macOS and GNU manuals). */
import { hasFlag, readArguments, valuesOf } from '../arguments.ts';
import { findRoots, isNarrowed } from '../unwrap/find-roots.ts';
import { gitAction } from '../unwrap/tools.ts';
import { afterText, hasHole, leadingText, textWord, wordOf, type Word } from '../word.ts';
import type { Effect } from './effect.ts';

type Effects = (args: readonly Word[]) => readonly Effect[];

const reads = (words: readonly Word[], recursive = false): Effect[] =>
  words.map((path) => ({ kind: 'read', path, recursive }));
const writes = (words: readonly Word[]): Effect[] => words.map((path) => ({ kind: 'write', path }));
const moves = (words: readonly Word[]): Effect[] =>
  words.map((path) => ({ kind: 'move', path, recursive: true }));
const deletes = (words: readonly Word[], recursive: boolean, unsure = false): Effect[] =>
  words.map((path) => ({ kind: 'delete', path, recursive, unsure }));

const rm: Effects = (args) => {
  const read = readArguments(args);
  return deletes(read.operands, hasFlag(read, 'r', 'R', 'recursive', 'no-preserve-root'), read.unsure);
};

/** Sources and a target, which may also stand in front with `-t`. */
function transfer(args: readonly Word[], valued: string, long: readonly string[]) {
  const read = readArguments(args, { valued, long: ['target-directory', 'suffix', ...long] });
  const given = valuesOf(read, 't', 'target-directory');
  const targets = given.length > 0 ? given : read.operands.slice(-1);
  const sources = given.length > 0 ? read.operands : read.operands.slice(0, -1);
  return { read, sources, targets };
}

const cp: Effects = (args) => {
  const { read, sources, targets } = transfer(args, 'tS', []);
  return [...reads(sources, hasFlag(read, 'r', 'R', 'a', 'recursive', 'archive')), ...writes(targets)];
};
const mv: Effects = (args) => {
  const { sources, targets } = transfer(args, 'tS', []);
  return [...moves(sources), ...writes(targets)];
};
const ln: Effects = (args) => {
  const { sources, targets } = transfer(args, 'tS', []);
  return [...reads(sources), ...writes(targets)];
};
const install: Effects = (args) => {
  const { read, sources, targets } = transfer(args, 'tSmgoB', ['mode', 'owner', 'group']);
  return hasFlag(read, 'd', 'directory') ? writes(read.operands) : [...reads(sources), ...writes(targets)];
};

function attributes(valued: string, long: readonly string[] = []): Effects {
  return (args) => {
    // A mode may look like an option: `chmod -x file`.
    const flags = args.filter(({ text }) => !/^-[rwxXstugo]+$/.test(text) || text === '-R');
    const read = readArguments(flags, { valued, long: ['reference', 'from', ...long] });
    const own = args.filter((word) => !flags.includes(word));
    const hasMode = own.length > 0 || read.flags.has('reference');
    const [mode, ...rest] = hasMode ? [own[0], ...read.operands] : read.operands;
    return rest.flatMap((path): Effect[] =>
      path ? [{ kind: 'mode', path, recursive: hasFlag(read, 'R', 'recursive'), mode }] : [],
    );
  };
}

const rsync: Effects = (args) => {
  const read = readArguments(args, {
    valued: 'efMTB',
    long: [
      'rsh',
      'exclude',
      'include',
      'filter',
      'exclude-from',
      'include-from',
      'files-from',
      'backup-dir',
      'suffix',
      'rsync-path',
      'password-file',
      'log-file',
      'temp-dir',
      'link-dest',
      'compare-dest',
      'copy-dest',
      'bwlimit',
      'port',
      'timeout',
      'chmod',
      'chown',
      'info',
      'partial-dir',
      'max-size',
      'min-size',
    ],
  });
  const sources = read.operands.slice(0, -1);
  const [target] = read.operands.slice(-1);
  const remote = (word: Word): boolean => /^[^/]*:/.test(word.text) && leadingText(word) !== '';
  const host = [...read.operands].find(remote);
  const clears = [...read.flags].some((flag) => flag.startsWith('del'));
  const found: Effect[] = [];
  if (host)
    found.push({
      kind: 'connect',
      host: textWord(
        host.text
          .replace(/^rsync:\/\//, '')
          .replace(/^.*@/, '')
          .split(/[:/]/)[0]!,
      ),
      sends: target === host,
    });
  found.push(
    ...reads(
      sources.filter((word) => !remote(word)),
      true,
    ),
  );
  if (hasFlag(read, 'remove-source-files')) found.push(...moves(sources.filter((word) => !remote(word))));
  if (target && !remote(target) && read.operands.length > 1) {
    found.push({ kind: 'write', path: target });
    if (clears) found.push({ kind: 'delete', path: target, recursive: true, mirror: true });
  }
  return found;
};

const find: Effects = (args) => {
  const at = args.findIndex(({ text }) => text === '-delete');
  const roots = findRoots(args);
  const files = args.flatMap((word, index) =>
    /^-f(?:print0?|printf|ls)$/.test(word.text) ? args.slice(index + 1, index + 2) : [],
  );
  return [
    ...(at < 0
      ? []
      : roots.map((path): Effect => ({
          kind: 'delete',
          path,
          recursive: true,
          narrowed: isNarrowed(args, at),
        }))),
    ...writes(files),
  ];
};

const dd: Effects = (args) =>
  args.flatMap((word): Effect[] => {
    if (leadingText(word).startsWith('of=')) return [{ kind: 'write', path: afterText(word, 3) }];
    if (leadingText(word).startsWith('if=')) return [{ kind: 'read', path: afterText(word, 3) }];
    return [];
  });

const tar: Effects = (args) => {
  // The first word may be a cluster without its dash.
  const [first, ...rest] = args;
  const words = first && /^[a-zA-Z]+$/.test(first.text) ? [textWord(`-${first.text}`), ...rest] : args;
  const read = readArguments(words, {
    valued: 'fCbITXKNVgHF',
    long: [
      'file',
      'directory',
      'exclude',
      'files-from',
      'strip-components',
      'transform',
      'use-compress-program',
      'to-command',
      'checkpoint-action',
    ],
  });
  const files = valuesOf(read, 'f', 'file').filter(({ text }) => text !== '-');
  const folders = valuesOf(read, 'C', 'directory');
  if (hasFlag(read, 'c', 'create', 'r', 'u', 'append', 'update', 'A'))
    return [
      ...writes(files),
      ...reads(read.operands, true),
      ...(hasFlag(read, 'remove-files') ? moves(read.operands) : []),
    ];
  if (hasFlag(read, 'x', 'extract', 'get')) {
    const targets = hasFlag(read, 'P', 'absolute-names')
      ? [textWord('/')]
      : folders.length > 0
        ? folders
        : [textWord('.')];
    return [...reads(files), ...writes(targets)];
  }
  return reads(files);
};

const git: Effects = (args) => {
  const { action, rest, folder } = gitAction(args);
  const read = readArguments(rest, { valued: 'bomue', long: ['branch', 'depth', 'origin', 'exclude'] });
  const base = folder ?? textWord('.');
  const url = read.operands.find(({ text }) => /^[a-z+]+:\/\/|^[^/\s]+@[^/\s]+:/.test(text));
  const host = url ? hostOfUrl(url) : undefined;
  const inFolder = (word: Word): Word =>
    folder && !leadingText(word).startsWith('/')
      ? wordOf([...folder.pieces, { kind: 'text', text: '/' }, ...word.pieces])
      : word;
  switch (action) {
    case 'clean':
      return hasFlag(read, 'f', 'force') && !hasFlag(read, 'n', 'dry-run')
        ? (read.operands.length > 0 ? read.operands.map(inFolder) : [base]).map((path): Effect => ({
            kind: 'delete',
            path,
            recursive: true,
            narrowed: !hasFlag(read, 'd'),
          }))
        : [];
    case 'rm':
      return deletes(read.operands.map(inFolder), hasFlag(read, 'r'));
    case 'clone':
      return [{ kind: 'connect', host, sends: false }, ...writes(read.operands.slice(1, 2))];
    case 'push':
      return [{ kind: 'connect', host, sends: true }];
    case 'fetch':
    case 'pull':
    case 'ls-remote':
      return [{ kind: 'connect', host, sends: false }];
    case 'archive':
      return writes(valuesOf(readArguments(rest, { valued: 'o', long: ['output'] }), 'o', 'output'));
    case 'worktree':
      return read.operands[0]?.text === 'remove' ? deletes(read.operands.slice(1), true) : [];
    default:
      return [];
  }
};

export function hostOfUrl(word: Word): Word | undefined {
  const { text } = word;
  const match = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#\s]+)/i.exec(text);
  const host = match?.[1];
  if (host === undefined || (hasHole(word) && leadingText(word).length < match![0].length)) return undefined;
  return textWord(host.toLowerCase());
}

const sedInPlace: Effects = (args) => {
  const read = readArguments(args, { valued: 'efl', long: ['expression', 'file'] });
  const files =
    read.flags.has('e') || read.flags.has('expression') || read.flags.has('f')
      ? read.operands
      : read.operands.slice(1);
  const inPlace = args.some(({ text }) => /^(?:-[nErsuz]*i|--in-place|-I)/.test(text));
  const texts = [...valuesOf(read, 'e', 'expression'), ...read.operands.slice(0, 1)];
  const written = texts.flatMap(({ text }) =>
    [...text.matchAll(/(?:^|[;{}/\d$gpI\s])w\s+(\S+)/g)].map((match) => textWord(match[1]!)),
  );
  return [...(inPlace ? writes(files.filter(({ text }) => text !== '')) : reads(files)), ...writes(written)];
};

const readers =
  (valued = '', skip = 0, long: readonly string[] = []): Effects =>
  (args) =>
    reads(readArguments(args, { valued, long }).operands.slice(skip));

const grep: Effects = (args) => {
  const read = readArguments(args, {
    valued: 'ABCDdefm',
    long: ['regexp', 'file', 'include', 'exclude', 'exclude-dir', 'max-count', 'context', 'color'],
  });
  return reads(
    hasFlag(read, 'e', 'f', 'regexp', 'file') ? read.operands : read.operands.slice(1),
    hasFlag(read, 'r', 'R', 'recursive'),
  );
};

const unpack =
  (valued: string, folder: string): Effects =>
  (args) => {
    const read = readArguments(args, { valued });
    const folders = valuesOf(read, folder);
    return [...reads(read.operands.slice(0, 1)), ...writes(folders.length > 0 ? folders : [textWord('.')])];
  };

const compress: Effects = (args) => {
  const read = readArguments(args, { valued: 'S' });
  return hasFlag(read, 'c', 'stdout', 't', 'l')
    ? reads(read.operands)
    : [...reads(read.operands), ...writes(read.operands)];
};

const FILES: Readonly<Record<string, Effects>> = {
  rm,
  grm: rm,
  srm: rm,
  unlink: (args) => deletes(args, false),
  rmdir: (args) => deletes(readArguments(args).operands, false),
  shred: (args) => {
    const { operands } = readArguments(args, { valued: 'ns', long: ['iterations', 'size', 'random-source'] });
    return [...writes(operands), ...deletes(operands, false)];
  },
  wipe: (args) => deletes(readArguments(args, { valued: 'lQqSxpPR' }).operands, true),
  trash: (args) => deletes(readArguments(args).operands, true),
  'trash-put': (args) => deletes(readArguments(args).operands, true),
  rimraf: (args) => deletes(readArguments(args).operands, true),
  del: (args) => deletes(readArguments(args).operands, true),
  truncate: (args) => writes(readArguments(args, { valued: 'sr', long: ['size', 'reference'] }).operands),
  fallocate: (args) => writes(readArguments(args, { valued: 'lo' }).operands),
  cp,
  gcp: cp,
  ditto: cp,
  mv,
  gmv: mv,
  ln,
  link: ln,
  install,
  ginstall: install,
  chmod: attributes(''),
  gchmod: attributes(''),
  chown: attributes(''),
  gchown: attributes(''),
  chgrp: attributes(''),
  chflags: attributes(''),
  chattr: attributes('vp'),
  setfacl: attributes('mMxX'),
  xattr: attributes(''),
  tee: (args) => {
    const read = readArguments(args);
    return read.operands.map((path): Effect => ({
      kind: hasFlag(read, 'a', 'append') ? 'append' : 'write',
      path,
    }));
  },
  touch: (args) =>
    readArguments(args, { valued: 'drtA', long: ['date', 'reference'] }).operands.map((path): Effect => ({
      kind: 'append',
      path,
    })),
  mkdir: (args) =>
    readArguments(args, { valued: 'm', long: ['mode'] }).operands.map((path): Effect => ({
      kind: 'append',
      path,
    })),
  sponge: (args) => writes(readArguments(args).operands),
  split: (args) => reads(readArguments(args, { valued: 'abClnt' }).operands.slice(0, 1)),
  rsync,
  find,
  gfind: find,
  dd,
  gdd: dd,
  tar,
  gtar: tar,
  bsdtar: tar,
  git,
  sed: sedInPlace,
  gsed: sedInPlace,
  unzip: unpack('dxP', 'd'),
  '7z': (args) => reads(args.slice(1, 2)),
  zip: (args) => {
    const read = readArguments(args, { valued: 'bnPtix' });
    return [
      ...writes(read.operands.slice(0, 1)),
      ...reads(read.operands.slice(1), hasFlag(read, 'r')),
      ...(hasFlag(read, 'm') ? moves(read.operands.slice(1)) : []),
    ];
  },
  gzip: compress,
  gunzip: compress,
  bzip2: compress,
  xz: compress,
  zstd: compress,
  cat: readers(),
  gcat: readers(),
  tac: readers(),
  head: readers('nc', 0, ['lines', 'bytes']),
  tail: readers('ncbs', 0, ['lines', 'bytes']),
  less: readers(),
  more: readers(),
  wc: readers(),
  nl: readers('bdfhilnpsvw'),
  od: readers('AjNStw'),
  xxd: readers('clsog'),
  hexdump: readers('efns'),
  strings: readers('notT'),
  sort: (args) => {
    const read = readArguments(args, { valued: 'koStT', long: ['key', 'output', 'field-separator'] });
    return [...reads(read.operands), ...writes(valuesOf(read, 'o', 'output'))];
  },
  uniq: readers('fsw'),
  cut: readers('bcdf'),
  paste: readers('d'),
  comm: readers(),
  diff: readers('UCIx'),
  cmp: readers(),
  base64: readers('wbo'),
  md5: readers(),
  md5sum: readers(),
  shasum: readers('a'),
  sha256sum: readers(),
  file: readers(),
  stat: readers('fc'),
  bat: readers('lr'),
  jq: readers('f', 1),
  yq: readers('', 1),
  awk: readers('fFv', 1),
  gawk: readers('fFv', 1),
  grep,
  egrep: grep,
  fgrep: grep,
  rg: grep,
  ag: grep,
  ack: grep,
  patch: (args) => writes(readArguments(args, { valued: 'bBdDFgiopRrVYz' }).operands.slice(0, 1)),
  mkfifo: (args) => writes(readArguments(args, { valued: 'm' }).operands),
  plutil: (args) =>
    args.some(({ text }) => /^-(?:replace|insert|remove|convert)$/.test(text))
      ? writes(args.slice(-1))
      : reads(args.slice(-1)),
  pbcopy: () => [],
  openssl: (args) => {
    const read = readArguments(args.slice(1), {
      oneDash: true,
      long: ['in', 'out', 'inform', 'outform', 'pass', 'k', 'K', 'iv', 'keyout', 'key', 'cert', 'connect'],
    });
    return [...reads(valuesOf(read, 'in')), ...writes(valuesOf(read, 'out', 'keyout'))];
  },
  sqlite3: (args) =>
    writes(
      readArguments(args, { valued: '', oneDash: true, long: ['cmd', 'init', 'separator'] }).operands.slice(
        0,
        1,
      ),
    ),
  source: (args) => reads(args.slice(0, 1)),
  '.': (args) => reads(args.slice(0, 1)),
};

export function fileEffects(name: string, args: readonly Word[]): readonly Effect[] {
  return Object.hasOwn(FILES, name) ? FILES[name]!(args) : [];
}
