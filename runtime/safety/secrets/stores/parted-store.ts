/**
 * Secrets as items of a keeper that takes short printable texts. A plain short value is its item as it is, so that the
 * person finds it there; any other is base64 in parts. The parts of a new value are all there before the item that
 * names them changes: whatever breaks off in between, one whole value is found.
 */
import { randomBytes } from 'node:crypto';
import type { ItemStore } from './item-store.ts';
import type { NameIndex } from './name-index.ts';
import { checkSecretName, checkSecretValue, storeUnavailable, type SecretStore } from './secret-store.ts';

/** `luka-parts:<id>:<count>`, or `luka-base64:<text>` where it is one. */
const PARTS = /^luka-parts:([0-9a-f]{12}):(\d{1,3})$/;
const BASE64 = 'luka-base64:';
/** What could be taken for one of these, or for what a keychain shows of other bytes. */
const AMBIGUOUS = /^(?:luka-|(?:[0-9a-f]{2})+$)/;

export function createPartedStore(items: ItemStore, index: NameIndex): SecretStore {
  return {
    kind: items.kind,
    async get(name) {
      checkSecretName(name);
      const text = await items.get(name);
      if (text === undefined) return undefined;
      if (text.startsWith(BASE64)) return decode(text.slice(BASE64.length));
      const parts = partsOf(name, text);
      if (parts.length === 0) return text;
      const texts = await items.getAll(parts);
      if (texts) return decode(texts.join(''));
      throw storeUnavailable(
        `a part of the secret ${name} is missing`,
        `store it again: luka secret set ${name}`,
      );
    },
    async set(name, value) {
      checkSecretName(name);
      checkSecretValue(value);
      const before = await items.get(name);
      // The name first: what is stored can always be found and removed.
      await index.add(items.kind, name);
      await items.setAll([{ id: name, text: await storeParts(items, name, value), label: `Luka: ${name}` }]);
      if (before !== undefined) await removeParts(items, name, before);
    },
    async remove(name) {
      checkSecretName(name);
      const text = await items.get(name);
      const removed = text !== undefined && (await items.remove(name));
      if (text !== undefined) await removeParts(items, name, text);
      await index.remove(items.kind, name);
      return removed;
    },
    async list() {
      return [...(await index.names(items.kind))];
    },
  };
}

/** @returns the text of the item that is called as the secret is */
async function storeParts(items: ItemStore, name: string, value: string): Promise<string> {
  if (
    value.length <= items.largest &&
    /^[ -~]+$/.test(value) &&
    value.trim() === value &&
    !AMBIGUOUS.test(value)
  )
    return value;
  const base64 = Buffer.from(value).toString('base64');
  if (base64.length + BASE64.length <= items.largest) return BASE64 + base64;
  const text = `luka-parts:${randomBytes(6).toString('hex')}:${Math.ceil(base64.length / items.largest)}`;
  const parts = partsOf(name, text).map((id, position) => ({
    id,
    text: base64.slice(position * items.largest, (position + 1) * items.largest),
    label: `Luka: part of ${name}`,
  }));
  await items.setAll(parts);
  return text;
}

async function removeParts(items: ItemStore, name: string, text: string): Promise<void> {
  const ids = partsOf(name, text);
  if (ids.length > 0) await items.removeAll(ids);
}

/** The items that hold its parts; "#" is in no name. */
function partsOf(name: string, text: string): string[] {
  const [, id, count] = PARTS.exec(text) ?? [];
  return Array.from({ length: Number(count ?? 0) }, (_, position) => `${name}#${id}.${position}`);
}

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
