/** Reads what Node prints when a module cannot be imported: what is wrong, and where. */
import { fileURLToPath } from 'node:url';

export interface Crash {
  readonly message: string;
  readonly remedy?: string;
  /** Absolute path; another file than the module itself where the fault is in something it imports. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** What an import that failed was looking for, as it is written in the file. */
  readonly specifier?: string;
}

const COMMONJS: Readonly<Record<string, string>> = {
  module: 'write "export" before each function instead of module.exports',
  exports: 'write "export" before each function instead of exports',
  require: 'use "import x from ..." instead of require(...)',
  __dirname: 'use import.meta.dirname',
  __filename: 'use import.meta.filename',
};

export function readCrash(stderr: string): Crash {
  const error = /^(?:Uncaught )?((?:[A-Z]\w*)?(?:Error|Exception))(?: \[\w+\])?: (.*)$/m.exec(stderr);
  const message = error?.[2] ?? `it throws ${lastLine(stderr)}`;
  const place = placeOf(stderr, error?.[1] === 'SyntaxError');
  const commonjs = /^(\w+) is not defined in ES module scope/.exec(message)?.[1];
  if (commonjs !== undefined) {
    return {
      message: `it uses ${commonjs}, which belongs to CommonJS, but .mjs files are ES modules`,
      remedy: COMMONJS[commonjs] ?? 'write it as an ES module',
      ...place,
    };
  }
  const missing = /^Cannot find (package|module) '(.+?)' imported from (.+)$/.exec(message);
  if (missing?.[2] !== undefined && missing[3] !== undefined) {
    const isPackage = missing[1] === 'package';
    const what = isPackage
      ? `the package "${missing[2]}" is not installed`
      : `it imports ${missing[2]}, which does not exist`;
    return {
      message: what,
      remedy: isPackage
        ? 'install it in the modules folder, or use what Node has'
        : 'mend the path of the import',
      file: missing[3].replace(/^file:\/\//, ''),
      specifier: isPackage ? missing[2] : (missing[2].split('/').at(-1) ?? missing[2]),
    };
  }
  return { message: error?.[1] === undefined ? message : `${error[1]}: ${message}`, ...place };
}

function placeOf(stderr: string, isSyntax: boolean): Pick<Crash, 'file' | 'line' | 'column'> {
  const frame = /\(?(file:\/\/\/[^\s()]+?):(\d+):(\d+)\)?$/m.exec(stderr);
  const header = /^(file:\/\/\/.+?):(\d+)\r?\n[^\n]*\n( *)\^/m.exec(stderr);
  const best = isSyntax ? (header ?? frame) : (frame ?? header);
  if (best?.[1] === undefined) return {};
  return {
    file: fileURLToPath(best[1]),
    line: Number(best[2]),
    column: best === header ? (best[3]?.length ?? 0) + 1 : Number(best[3]),
  };
}

function lastLine(stderr: string): string {
  const lines = stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(Node\.js v|\s+at |\(Use )/.test(line));
  return lines.at(-1)?.trim() ?? 'something that is no error';
}
