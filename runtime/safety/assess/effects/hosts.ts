/** Which hosts a command speaks to, and whether it sends something there. */
import { hasFlag, readArguments, valuesOf } from '../arguments.ts';
import { hasHole, holesOf, textWord, type Word } from '../word.ts';
import type { Effect } from './effect.ts';
import { hostOfUrl } from './files.ts';

type Effects = (args: readonly Word[]) => readonly Effect[];

const CURL_LONG =
  'request data data-raw data-binary data-ascii data-urlencode json form form-string upload-file output header user user-agent url proxy cookie cookie-jar config max-time connect-timeout retry retry-delay referer cacert cert key range output-dir resolve interface write-out netrc-file dump-header unix-socket'.split(
    ' ',
  );

const curl: Effects = (args) => {
  const read = readArguments(args, { valued: 'XdFToHuAxbcKmerEYyzwCDtPQU', long: CURL_LONG });
  const data = valuesOf(
    read,
    'd',
    'data',
    'data-raw',
    'data-binary',
    'data-ascii',
    'data-urlencode',
    'json',
    'F',
    'form',
    'T',
    'upload-file',
  );
  const sends =
    data.length > 0 || /^(?:post|put|patch|delete)$/i.test(valuesOf(read, 'X', 'request')[0]?.text ?? '');
  const urls = [...read.operands, ...valuesOf(read, 'url')];
  const sent = data.flatMap((word): Effect[] => {
    const file = /^(?:[^=@]*=)?[@<](.+)$/s.exec(word.text)?.[1];
    if (file !== undefined) return [{ kind: 'read', path: textWord(file.split(';')[0]!) }];
    return [];
  });
  const uploads = valuesOf(read, 'T', 'upload-file').map((path): Effect => ({ kind: 'read', path }));
  const outputs = valuesOf(read, 'o', 'output', 'D', 'dump-header', 'c', 'cookie-jar').filter(
    ({ text }) => text !== '-',
  );
  const configs = valuesOf(read, 'K', 'config').map((path): Effect => ({ kind: 'read', path }));
  const names = hasFlag(read, 'O', 'remote-name', 'remote-name-all') ? urls.map(fileOfUrl) : [];
  return [
    ...(urls.length > 0 ? urls : [undefined]).flatMap((url): Effect[] => {
      if (url?.text.startsWith('file://')) return [{ kind: 'read', path: textWord(url.text.slice(7)) }];
      // What stands in the address is sent as well.
      return [
        {
          kind: 'connect',
          host: url && hostOfUrl(url),
          sends: sends || (url !== undefined && holesOf(url).some(({ value }) => value)),
        },
      ];
    }),
    ...sent,
    ...uploads,
    ...configs,
    ...outputs.map((path): Effect => ({ kind: 'write', path })),
    ...names.map((path): Effect => ({ kind: 'write', path })),
  ];
};

/** The name that a download gets in the folder that one is in. */
function fileOfUrl(url: Word): Word {
  const name = /^[^?#]*\/([^/?#]+)/.exec(url.text.replace(/^[a-z]+:\/\/[^/]*/i, ''))?.[1];
  return textWord(name === undefined ? 'index.html' : name);
}

const wget: Effects = (args) => {
  const read = readArguments(args, {
    valued: 'OPoaeitTwQUIXDBRA',
    long: [
      'output-document',
      'directory-prefix',
      'output-file',
      'append-output',
      'post-data',
      'post-file',
      'body-data',
      'body-file',
      'method',
      'header',
      'user-agent',
      'input-file',
      'timeout',
      'tries',
      'user',
      'password',
    ],
  });
  const files = valuesOf(read, 'post-file', 'body-file');
  const sends = files.length > 0 || hasFlag(read, 'post-data', 'body-data');
  const outputs = valuesOf(read, 'O', 'output-document').filter(({ text }) => text !== '-');
  const folders = valuesOf(read, 'P', 'directory-prefix');
  return [
    ...(read.operands.length > 0 ? read.operands : [undefined]).map((url): Effect => ({
      kind: 'connect',
      host: url && hostOfUrl(url),
      sends,
    })),
    ...files.map((path): Effect => ({ kind: 'read', path })),
    ...outputs.map((path): Effect => ({ kind: 'write', path })),
    ...(outputs.length > 0 || folders.length > 0 ? [] : read.operands.map(fileOfUrl)).map((path): Effect => ({
      kind: 'write',
      path,
    })),
    ...folders.map((path): Effect => ({ kind: 'append', path })),
  ];
};

const toFirst =
  (valued: string, sends: boolean): Effects =>
  (args) => {
    const [host] = readArguments(args, { valued, stop: true }).operands;
    if (!host) return [];
    return [
      {
        kind: 'connect',
        host: hasHole(host)
          ? undefined
          : textWord(
              host.text
                .replace(/^.*@/, '')
                .replace(/^[a-z]+:\/\//, '')
                .split(/[:/]/)[0]!
                .toLowerCase(),
            ),
        sends,
      },
    ];
  };

const scp: Effects = (args) => {
  const { operands } = readArguments(args, { valued: 'cDFiJloPSX' });
  const isRemote = (word: Word): boolean => /^[^/]+:/.test(word.text);
  const host = operands.find(isRemote);
  const target = operands.at(-1);
  if (!host || !target) return [];
  const local = operands.filter((word) => !isRemote(word));
  return [
    {
      kind: 'connect',
      host: textWord(
        host.text
          .replace(/^[a-z]+:\/\//, '')
          .replace(/^.*@/, '')
          .split(':')[0]!,
      ),
      sends: isRemote(target),
    },
    ...local.map((path): Effect =>
      path === target ? { kind: 'write', path } : { kind: 'read', path, recursive: true },
    ),
  ];
};

const anywhere =
  (sends: boolean): Effects =>
  () => [{ kind: 'connect', host: undefined, sends }];

const cloud: Effects = (args) => {
  const verbs = args.map(({ text }) => text);
  if (!verbs.some((verb) => /^(?:cp|sync|mv|put|upload|copy|copyto|rsync|send)$/.test(verb)))
    return [{ kind: 'connect', host: undefined, sends: false }];
  const { operands } = readArguments(args);
  const local = operands.filter(({ text }) => /^[~./]/.test(text));
  return [
    { kind: 'connect', host: undefined, sends: true },
    ...local.map((path): Effect => ({ kind: 'read', path, recursive: true })),
  ];
};

const HOSTS: Readonly<Record<string, Effects>> = {
  curl,
  wget,
  fetch: wget,
  aria2c: wget,
  http: toFirst('', true),
  https: toFirst('', true),
  xh: toFirst('', true),
  httpie: toFirst('', true),
  ssh: toFirst('BbcDEeFIiJLlmOoPpQRSWw', true),
  autossh: toFirst('BbcDEeFIiJLlmOoPpQRSWw', true),
  mosh: toFirst('', true),
  sftp: toFirst('BbcDFiJloPRSs', true),
  ftp: toFirst('', true),
  telnet: toFirst('', true),
  nc: toFirst('eciIlmnopPqsTVwXx', true),
  ncat: toFirst('ecgGimopqswx', true),
  netcat: toFirst('ecpqsw', true),
  socat: anywhere(true),
  scp,
  ping: toFirst('cist', false),
  dig: anywhere(true),
  nslookup: anywhere(true),
  host: anywhere(true),
  whois: anywhere(false),
  nmap: anywhere(false),
  mail: anywhere(true),
  sendmail: anywhere(true),
  mutt: anywhere(true),
  msmtp: anywhere(true),
  aws: cloud,
  gsutil: cloud,
  rclone: cloud,
  s3cmd: cloud,
  gcloud: cloud,
  az: cloud,
  gh: anywhere(true),
  hub: anywhere(true),
  ngrok: anywhere(true),
  cloudflared: anywhere(true),
  croc: cloud,
  wormhole: cloud,
  lftp: anywhere(true),
  smbclient: anywhere(true),
};

export function hostEffects(name: string, args: readonly Word[]): readonly Effect[] {
  return Object.hasOwn(HOSTS, name) ? HOSTS[name]!(args) : [];
}

/** The machine itself. */
export const isLoopback = (host: string): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|0\.0\.0\.0|.*\.localhost)$/i.test(host);
