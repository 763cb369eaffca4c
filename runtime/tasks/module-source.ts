import type { ModuleDescription } from './ports.ts';

/**
 * What a module exports, read from its text: for modules that do work while they are imported, which the probe does
 * not allow. Rougher than importing: it knows `export function`, `export const` and `export { ... }`.
 */
export function describeSource(text: string): ModuleDescription {
  const names = new Set<string>();
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  for (const match of code.matchAll(
    /^\s*export\s+(?:async\s+)?(?:function\s*\*?|const|let|var)\s+([\w$]+)/gm,
  )) {
    if (match[1] !== undefined) names.add(match[1]);
  }
  for (const match of code.matchAll(/^\s*export\s*\{([^}]*)\}/gm)) {
    for (const item of (match[1] ?? '').split(',')) {
      const name = item
        .trim()
        .split(/\s+as\s+/)
        .at(-1);
      if (name !== undefined && name !== '') names.add(name);
    }
  }
  if (/^\s*export\s+default\b/m.test(code)) names.add('default');
  return { hasAuto: names.has('run_auto'), hasManual: names.has('run_manual'), functions: [...names] };
}
