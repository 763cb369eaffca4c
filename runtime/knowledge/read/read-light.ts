/** Bytes of a kind that takes a bounded time to read. */
import { decodeText } from './decode.ts';
import type { LightKind, ReadText } from './document.ts';
import { readCode } from './read-code.ts';
import { readHtml } from './read-html.ts';
import { readJson } from './read-json.ts';
import { readJsonl } from './read-jsonl.ts';
import { readMarkdown } from './read-markdown.ts';
import { readLog, readPlain } from './read-text.ts';
import { readYaml } from './read-yaml.ts';

/** @throws NotRead binary, not-text */
export function readLight(bytes: Uint8Array, kind: LightKind, path: string): ReadText {
  const text = decodeText(bytes);
  switch (kind) {
    case 'markdown':
      return readMarkdown(text);
    case 'text':
      return readPlain(text);
    case 'html':
      return readHtml(text);
    case 'json':
      return readJson(text);
    case 'jsonl':
      return readJsonl(text);
    case 'yaml':
      return readYaml(text);
    case 'log':
      return readLog(text);
    case 'code':
      return readCode(text, path);
  }
}
