/** HTML as its text, in the lines of the file: a citation leads to where it stands in the source. */
import { Parser } from 'htmlparser2';
import type { Section } from '../chunks/chunk-sections.ts';
import type { ReadText } from './document.ts';

/** What is in these is no text. */
const SILENT = new Set(['script', 'style', 'template', 'noscript', 'svg', 'math', 'iframe', 'object']);
/** Words on both sides of these are not one word. */
const INLINE = new Set(
  'a abbr b bdi bdo cite code em i kbd mark q s small span strong sub sup u var wbr'.split(' '),
);
const HEADING = /^h([1-6])$/;

export function readHtml(html: string): ReadText {
  const made = new HtmlText(html);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => made.open(name, attributes),
      onclosetag: (name) => made.close(name),
      ontext: (text) => made.add(text, parser.startIndex),
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  return made.end();
}

class HtmlText {
  readonly #html: string;
  readonly #parts: string[] = [];
  readonly #sections: Section[] = [];
  readonly #open: { readonly depth: number; readonly title: string }[] = [];
  #length = 0;
  /** Line ends that were passed in the source, and that were written. */
  #passed = 0;
  #written = 0;
  #at = 0;
  #silent = 0;
  #heading: { readonly depth: number; readonly start: number; words: string } | undefined;
  #title: string | undefined;
  #inTitle = false;
  #tags: string[] = [];
  #language: string | undefined;

  constructor(html: string) {
    this.#html = html;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (SILENT.has(name)) this.#silent += 1;
    if (!INLINE.has(name)) this.#part();
    if (name === 'title') this.#inTitle = true;
    if (name === 'html') this.#language ??= /^[a-z]{2}\b/i.exec(attributes['lang'] ?? '')?.[0].toLowerCase();
    if (name === 'meta' && attributes['name']?.toLowerCase() === 'keywords')
      this.#tags = (attributes['content'] ?? '')
        .split(',')
        .flatMap((tag) => tag.trim() || [])
        .slice(0, 100);
    const depth = HEADING.exec(name)?.[1];
    if (depth !== undefined) this.#heading = { depth: Number(depth), start: -1, words: '' };
  }

  close(name: string): void {
    if (SILENT.has(name)) this.#silent = Math.max(0, this.#silent - 1);
    if (!INLINE.has(name)) this.#part();
    if (name === 'title') this.#inTitle = false;
    if (this.#heading !== undefined && HEADING.test(name)) this.#beginSection(this.#heading);
  }

  /** @param at where it begins in the source */
  add(text: string, at: number): void {
    if (this.#silent > 0) return;
    this.#catchUp(at);
    if (this.#inTitle) this.#title = `${this.#title ?? ''}${text}`;
    const heading = this.#heading;
    if (heading !== undefined) {
      if (heading.start === -1) this.#heading = { ...heading, start: this.#length, words: text };
      else heading.words += text;
    }
    this.#write(text);
  }

  end(): ReadText {
    this.#catchUp(this.#html.length);
    const title = (this.#title ?? '').replaceAll(/\s+/g, ' ').trim() || this.#sections[0]?.headings[0];
    return {
      text: this.#parts.join(''),
      sections: this.#sections,
      title: title || undefined,
      tags: this.#tags,
      language: this.#language,
    };
  }

  #beginSection({ depth, start, words }: { depth: number; start: number; words: string }): void {
    this.#heading = undefined;
    const title = words.replaceAll(/\s+/g, ' ').trim();
    if (start === -1 || title === '') return;
    while ((this.#open.at(-1)?.depth ?? 0) >= depth) this.#open.pop();
    this.#open.push({ depth, title });
    this.#sections.push({ start, headings: this.#open.map((each) => each.title) });
  }

  /** Tags with line ends in them leave no text, and the lines go on. */
  #catchUp(at: number): void {
    for (; this.#at < at; this.#at += 1) if (this.#html.charCodeAt(this.#at) === 10) this.#passed += 1;
    if (this.#written < this.#passed) this.#write('\n'.repeat(this.#passed - this.#written));
  }

  #write(text: string): void {
    if (text === '') return;
    this.#parts.push(text);
    this.#length += text.length;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#written += 1;
  }

  #part(): void {
    const last = this.#parts.at(-1);
    if (last !== undefined && !/\s$/.test(last)) this.#write(' ');
  }
}
