import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { editEnabled } from './edit-enabled.ts';

describe('editEnabled', () => {
  it.each([
    ['enabled: true # why\nsteps: []\n', 'enabled: false # why\nsteps: []\n'],
    ['# head\n\n# about the title\ntitle: x\n', '# head\n\n# about the title\nenabled: false\ntitle: x\n'],
    ['title: x\r\nsteps: []\r\n', 'enabled: false\r\ntitle: x\r\nsteps: []\r\n'],
    ['---\ntitle: x\n', '---\nenabled: false\ntitle: x\n'],
    ['{ title: x }\n', '{ title: x, enabled: false }\n'],
    ['enabled:\ntitle: x\n', 'enabled: false\ntitle: x\n'],
    ['enabled: "yes"\n', 'enabled: false\n'],
  ])('switches %j off', (text, expected) => {
    expect(editEnabled(text, false)).toBe(expected);
  });

  it('leaves a file alone that says nothing and is on', () => {
    expect(editEnabled('title: x\n', true)).toBe('title: x\n');
  });

  it('gives up on what is no mapping', () => {
    expect(editEnabled('- a', false)).toBeUndefined();
    expect(editEnabled('a: [', false)).toBeUndefined();
    expect(editEnabled('', false)).toBeUndefined();
  });

  it('changes the one value and no other, whatever the file holds', () => {
    const content = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 2 }), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(
        content,
        fc.option(fc.boolean(), { nil: undefined }),
        fc.boolean(),
        (fields, before, enabled) => {
          const text = stringify(before === undefined ? fields : { ...fields, enabled: before });
          const original = parse(text) as Record<string, unknown>;
          const edited = parse(editEnabled(text, enabled) ?? '') as Record<string, unknown>;
          expect(edited['enabled'] ?? true).toBe(enabled);
          expect({ ...edited, enabled: 0 }).toEqual({ ...original, enabled: 0 });
        },
      ),
    );
  });
});
