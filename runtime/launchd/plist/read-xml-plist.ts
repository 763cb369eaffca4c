/**
 * Reads an XML plist into values that know where they stand, so that an edit changes the characters of one value and
 * nothing else. The parser is strict about XML and lenient about plists: a wrong value is a fault with its line, and
 * what stands around it is still read.
 */
import { SaxesParser } from 'saxes';
import type { PlistEntry, PlistPlace, PlistValue } from './plist-value.ts';

export interface PlistFault {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export interface XmlPlist {
  /** Absent where nothing could be read. */
  readonly root?: PlistValue | undefined;
  readonly faults: readonly PlistFault[];
}

/** Deeper nesting than any job has; a bound for whoever walks the values. */
export const MAX_DEPTH = 64;
/** More values than any job has. */
export const MAX_VALUES = 100_000;
const MAX_FAULTS = 50;

const LEAVES = ['string', 'integer', 'real', 'true', 'false', 'date', 'data', 'key'] as const;
type Leaf = (typeof LEAVES)[number];

interface Open {
  readonly tag: string;
  readonly start: number;
  readonly line: number;
  readonly column: number;
  text: string;
  readonly entries: PlistEntry[];
  readonly items: PlistValue[];
  key?: { readonly name: string; readonly place: PlistPlace } | undefined;
}

/** A plist of no use to read on: the parser must be left from within one of its callbacks. */
class TooMuch extends Error {}

export function readXmlPlist(text: string): XmlPlist {
  const faults: PlistFault[] = [];
  const open: Open[] = [];
  let root: PlistValue | undefined;
  let sawPlist = false;
  let values = 0;
  let tagStart = { offset: 0, line: 1, column: 1 };
  const parser = new SaxesParser({ position: true });
  const fault = (message: string, at: { line: number; column: number }): void => {
    if (faults.length < MAX_FAULTS) faults.push({ message, line: at.line, column: at.column });
  };
  const here = () => ({ line: parser.line, column: parser.column + 1 });

  parser.on('error', (error) => {
    const at = here();
    // Its own position is part of its message: `3:7: unexpected close tag.`
    fault(error.message.replace(/^(?:[^\s:]*:)?\d+:\d+: /, '').replace(/\.$/, ''), at);
  });
  parser.on('opentagstart', () => {
    // The parser has read `<name` and the one character after it.
    const offset = text.lastIndexOf('<', parser.position - 1);
    tagStart = { offset, ...lineOf(offset) };
  });
  parser.on('opentag', ({ name }) => {
    const { offset, ...at } = tagStart;
    if (open.length >= MAX_DEPTH) {
      fault(`it is nested more than ${MAX_DEPTH} deep`, at);
      throw new TooMuch();
    }
    if ((values += 1) > MAX_VALUES) {
      fault(`it has more than ${MAX_VALUES} values`, at);
      throw new TooMuch();
    }
    const around = open.at(-1);
    if (around !== undefined && LEAVES.includes(around.tag as Leaf))
      fault(`<${name}> inside <${around.tag}>, which holds text only`, at);
    open.push({ tag: name, start: offset, ...at, text: '', entries: [], items: [] });
  });
  const onText = (part: string): void => {
    const around = open.at(-1);
    if (around !== undefined) around.text += part;
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', () => {
    const done = open.pop();
    if (done === undefined) return;
    const place = { start: done.start, end: parser.position, line: done.line, column: done.column };
    close(done, place);
  });

  function close(done: Open, place: PlistPlace): void {
    const around = open.at(-1);
    const isContainer = !LEAVES.includes(done.tag as Leaf);
    if (isContainer && done.text.trim() !== '') fault('text outside of a value', place);
    if (done.tag === 'plist') {
      sawPlist = true;
      if (around !== undefined) fault('<plist> inside another element', place);
      if (done.items.length > 1) fault('more than one value in <plist>', place);
      root = done.items[0];
      return;
    }
    if (done.tag === 'key') {
      if (around?.tag !== 'dict') return fault('<key> outside of a <dict>', place);
      if (around.key) fault(`the key "${around.key.name}" has no value`, around.key.place);
      around.key = { name: done.text, place };
      return;
    }
    const value = valueOf(done, place);
    if (around === undefined) return;
    if (value === undefined) {
      // What is wrong was this key's value: the key does not lack one besides.
      around.key = undefined;
      return;
    }
    if (around.tag === 'dict') {
      if (around.key === undefined) return fault(`a <${done.tag}> without a key`, place);
      around.entries.push({ key: around.key.name, value, place: around.key.place });
      around.key = undefined;
    } else around.items.push(value);
  }

  function valueOf(done: Open, place: PlistPlace): PlistValue | undefined {
    const { tag, text: inner } = done;
    switch (tag) {
      case 'string':
        return { kind: 'string', value: inner, place };
      case 'true':
      case 'false':
        return { kind: 'boolean', value: tag === 'true', place };
      case 'integer':
        if (!/^\s*[+-]?(?:\d+|0[xX][\da-fA-F]+)\s*$/.test(inner)) break;
        return { kind: 'integer', value: integerOf(inner.trim()), place };
      case 'real':
        if (inner.trim() === '' || Number.isNaN(Number(inner))) break;
        return { kind: 'real', value: Number(inner), place };
      case 'date':
        return { kind: 'date', value: inner.trim(), place };
      case 'data':
        if (!/^[\sA-Za-z\d+/]*=?\s*=?\s*$/.test(inner)) break;
        return { kind: 'data', value: Buffer.from(inner, 'base64'), place };
      case 'array':
        return { kind: 'array', items: done.items, place };
      case 'dict':
        if (done.key) fault(`the key "${done.key.name}" has no value`, done.key.place);
        return { kind: 'dict', entries: done.entries, place };
      default:
        fault(`<${tag}> is no element of a plist`, place);
        return undefined;
    }
    // What stands there may be a secret in a wrong place: it is not repeated.
    fault(`what is in <${tag}> is no ${tag}`, place);
    return undefined;
  }

  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  let lastLine = 0;
  /** Elements come in the order of the text, so the line only ever goes on. */
  function lineOf(offset: number): { line: number; column: number } {
    while ((lineStarts[lastLine + 1] ?? Infinity) <= offset) lastLine += 1;
    return { line: lastLine + 1, column: offset - (lineStarts[lastLine] ?? 0) + 1 };
  }

  try {
    parser.write(text).close();
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return { faults };
  }
  if (!sawPlist) fault('there is no <plist> in it', { line: 1, column: 1 });
  else if (root === undefined) fault('the <plist> has no value', { line: 1, column: 1 });
  return { root, faults: faults.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

function integerOf(text: string): bigint {
  const negative = text.startsWith('-');
  const digits = BigInt(text.replace(/^[+-]/, ''));
  return negative ? -digits : digits;
}
