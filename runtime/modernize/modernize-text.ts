/** A text alone, from CommonJS to an ES module: nothing is run, nothing is written, no file is looked at. */
import type { ModernizedText } from '#shared/nouns/modernize.ts';
import { convertModule } from './convert/convert.ts';
import { diffText } from './diff-text.ts';
import { resolveFromText } from './resolve/text-resolver.ts';

/** @param file as findings and the diff name it */
export function modernizeText(text: string, file: string): ModernizedText {
  const { code, exports, findings, becameStrict } = convertModule(text, { file, resolve: resolveFromText });
  const needsLook = findings.some(({ severity }) => severity === 'warning');
  return {
    verdict: code === undefined ? 'refused' : needsLook ? 'notes' : 'converted',
    ...(code === undefined
      ? {}
      : {
          code,
          diff: diffText({ name: file, text }, { name: file.replace(/\.c?js$/, '') + '.mjs', text: code }),
        }),
    ...(exports === undefined ? {} : { exports: { default: exports.default, named: [...exports.named] } }),
    becameStrict,
    findings,
  };
}
