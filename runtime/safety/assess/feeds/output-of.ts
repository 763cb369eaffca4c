/** What a command writes to its output: the text itself where it can be computed, else where it comes from. */
import { hasFlag, readArguments } from '../arguments.ts';
import { INPUT, NOTHING, textWord, wordOf, type Feed, type Source, type Word } from '../word.ts';
import { decoded } from './decode-text.ts';
import { echoed, printedWith } from './print-text.ts';

const NETWORK = new Set(
  'curl wget fetch aria2c http https xh httpie lynx links w3m nc ncat netcat socat telnet ftp sftp ssh scp rsync dig host nslookup gh aws gsutil gcloud az'.split(
    ' ',
  ),
);
const DECODERS = new Set(
  'base64 base32 basenc b64decode openssl xxd od uudecode gpg age gunzip gzip zcat bzcat bunzip2 bzip2 xzcat unxz xz zstd zstdcat lz4 lzma uncompress tr rev tac iconv ascii2uni pigz brotli zlib-flate'.split(
    ' ',
  ),
);
/** Never empty, and nothing that could be a script or lead out of a folder. */
const PLAIN = new Set('date seq nproc wc uptime'.split(' '));
const FILLED = new Set('whoami hostname uname id arch sw_vers logname tty'.split(' '));

/** @param inner what the commands that it runs write */
export function outputOf(name: string, words: readonly Word[], input: Feed, inner: readonly Feed[]): Feed {
  const args = words.slice(1);
  if (name === 'echo') return { words: echoed(args), from: ['program'] };
  if (name === 'printf') {
    const text = args[0]?.value === '-v' ? undefined : printedWith(args);
    return text ? { words: [text], from: ['program'] } : unknownFeed('program');
  }
  if (name === 'cat' || name === 'tee') {
    const { operands } = readArguments(args);
    const isInput = operands.every(({ text }) => text === '-' || text === '/dev/stdin');
    if (isInput || name === 'tee') return input;
    const [only] = operands;
    const content =
      only!.pieces.length === 1 && only!.pieces[0]!.kind === 'hole'
        ? only!.pieces[0]!.hole.content
        : undefined;
    if (content && operands.length === 1) return content;
    return {
      words: [],
      from: ['file', ...(operands.some(({ text }) => text === '-') ? input.from : [])],
      ...(operands.length === 1 ? { file: only! } : {}),
    };
  }
  if (name === 'which' || (name === 'command' && /^-[vV]$/.test(args[0]?.text ?? ''))) {
    const { operands } = readArguments(args);
    const [only] = operands;
    return operands.length === 1 && only!.value !== undefined
      ? { words: [textWord(`${only!.value}\n`)], from: ['program'] }
      : unknownFeed('program');
  }
  if (name === 'mktemp') return { words: [], from: ['program'], temp: true, filled: true };
  if (PLAIN.has(name)) return { words: [], from: ['program'], filled: true, plain: true };
  if (FILLED.has(name)) return { words: [], from: ['program'], filled: true };
  const text = decoded(name, args, input);
  if (text) return text;
  if (NETWORK.has(name)) return unknownFeed('network', input);
  if (name === 'git' && args.some(({ text }) => ['show', 'cat-file', 'archive'].includes(text)))
    return unknownFeed('file', input);
  if (DECODERS.has(name)) {
    const isEncoding =
      name === 'base64' && !hasFlag(readArguments(args, { valued: 'wbio' }), 'd', 'D', 'decode');
    return unknownFeed(isEncoding ? 'program' : 'decoded', input);
  }
  if (inner.length > 0) return joined(inner);
  return unknownFeed('program', input);
}

export function unknownFeed(from: Source, input: Feed = NOTHING): Feed {
  // What a program is given decides what it prints, but a program that reads nothing prints its own.
  const more = input === INPUT ? [] : input.from;
  return { words: [], from: [...new Set([from, ...more])] };
}

/** One after the other into the same output. */
export function joined(feeds: readonly Feed[]): Feed {
  const parts = feeds.filter((feed) => feed !== NOTHING);
  if (parts.length === 0) return NOTHING;
  if (parts.length === 1) return parts[0]!;
  const from = [...new Set(parts.flatMap((feed) => feed.from))];
  if (parts.every((feed) => feed.words.length === 1 && !feed.bytes)) {
    const pieces = parts.flatMap((feed) => feed.words[0]!.pieces);
    if (pieces.length < 200) return { words: [wordOf(pieces)], from };
  }
  return { words: [], from };
}
