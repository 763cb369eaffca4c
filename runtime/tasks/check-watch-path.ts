/** Whether a file trigger names something that can be watched at a bearable cost. */
import { homedir } from 'node:os';
import picomatch from 'picomatch';
import { filePattern } from '../triggers/file-pattern.ts';

/** What is wrong, and what to do about it. */
export type Complaint = readonly [message: string, remedy: string];

const EXAMPLE = '~/Downloads/*.pdf';
const MAX_QUOTED = 200;

/** @param file the `file:` of a trigger: a path or a glob, `~` for the home */
export function checkWatchPath(file: string): Complaint | undefined {
  const quoted = JSON.stringify(file.length > MAX_QUOTED ? `${file.slice(0, MAX_QUOTED - 3)}...` : file);
  if (file.includes('\0')) return ['a path cannot hold a NUL character', `write a path such as ${EXAMPLE}`];
  if (file.includes('${{')) {
    return [`${quoted} has a template, but nothing runs yet when it is read`, 'write the path itself'];
  }
  if (!/^(\/|~\/|~$)/.test(file)) {
    return [`${quoted} does not say from where`, `start it with ~/ or /, for example ${EXAMPLE}`];
  }
  if (file.split('/').includes('..')) return [`${quoted} has a ".." in it`, 'write the path without it'];
  if (/^(~|\/+)$/.test(file)) {
    return [`${quoted} is a folder`, `write which files in it: ${file === '~' ? '~/*' : '/*'}`];
  }
  const broken = brokenGlob(file);
  if (broken !== undefined) {
    return [
      `${quoted} is not a glob: ${broken}`,
      'close it, or write \\ before it where it is part of a name',
    ];
  }
  const { base, depth } = filePattern(file, homedir(), process.platform);
  if (depth !== Infinity || !isAtOrAbove(base, homedir())) return undefined;
  return [
    `${quoted} watches ${base === '/' ? 'the whole disk' : 'a whole home'}`,
    'name the folder that matters, for example ~/Documents/**/*.pdf; a trigger for each, where there are several',
  ];
}

function brokenGlob(glob: string): string | undefined {
  try {
    picomatch.makeRe(glob, { strictBrackets: true });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.message.slice(0, 1).toLowerCase() + error.message.slice(1).replace(/ - use .*$/, '');
  }
}

/** @param folder without a `/` at its end, but for the root */
function isAtOrAbove(folder: string, home: string): boolean {
  // The Mac finds a folder in whatever case it is written.
  const [above, below] =
    process.platform === 'darwin' ? [folder.toLowerCase(), home.toLowerCase()] : [folder, home];
  return `${below}/`.startsWith(above.endsWith('/') ? above : `${above}/`);
}
