/** The keys of an object literal that can be exported by name. */
import { bindingOf, canBeNamed, type NamedSource } from './named.ts';
import type { Source } from './source.ts';
import { part, parts, staticKey, type Syntax } from './syntax.ts';

export interface LiteralKeys {
  readonly named: NamedSource[];
  readonly onlyDefault: string[];
  /** It has a spread or a computed key. */
  readonly open: boolean;
}

export function literalKeys(source: Source, object: Syntax, before: Syntax): LiteralKeys {
  const found = new Map<string, NamedSource | undefined>();
  let open = false;
  for (const one of parts(object, 'properties')) {
    const key = one.type === 'Property' ? staticKey(one) : undefined;
    if (key === undefined) {
      open = true;
      // What was known so far may be replaced by it.
      for (const known of found.keys())
        if (found.get(known)?.binding !== undefined) found.set(known, { key: known });
      continue;
    }
    if (key === '__proto__' && one['shorthand'] !== true && one['computed'] !== true) {
      open = true;
      continue;
    }
    // A getter is asked when somebody reads it, not when the file loads.
    const isGetter = one['kind'] === 'get' || one['kind'] === 'set';
    const binding = isGetter ? undefined : bindingOf(source, part(one, 'value'), before);
    found.set(
      key,
      isGetter || !canBeNamed(key) ? undefined : { key, ...(binding === undefined ? {} : { binding }) },
    );
  }
  const named = [...found.values()].filter((one) => one !== undefined);
  return { named, onlyDefault: [...found].filter(([, one]) => one === undefined).map(([key]) => key), open };
}
