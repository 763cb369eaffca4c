import fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import type { ServerEntry } from './agent-kinds.ts';
import { addToJson } from './json-config.ts';
import { addToToml } from './toml-config.ts';

const ENTRY: ServerEntry = {
  command: '/usr/bin/node',
  args: ['/luka.js', 'mcp'],
  env: { LUKA_TOKEN_FILE: '/t "x"' },
};
const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }));
const table = fc.dictionary(name, fc.oneof(leaf, fc.dictionary(name, leaf, { maxKeys: 3 })), { maxKeys: 5 });
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('an entry in TOML', () => {
  it('is added to any configuration, changes nothing else, and is added once', () => {
    fc.assert(
      fc.property(table, fc.dictionary(name, fc.dictionary(name, leaf), { maxKeys: 3 }), (top, servers) => {
        const others = { ...top };
        delete others['mcp_servers'];
        delete servers['luka'];
        const before = stringify({ ...others, mcp_servers: servers });
        const after = addToToml(before, 'luka', ENTRY, 'config.toml');
        const { luka, ...rest } = plain(parse(after)['mcp_servers']) as Record<string, unknown>;
        expect(luka).toEqual(plain(ENTRY));
        expect({ ...(plain(parse(after)) as object), mcp_servers: rest }).toEqual({
          ...(plain(parse(before)) as object),
          mcp_servers: plain(parse(before)['mcp_servers']) ?? {},
        });
        expect(addToToml(after, 'luka', ENTRY, 'config.toml')).toBe(after);
      }),
    );
  });

  it('takes the place of an older one, with the tables below it; comments elsewhere stay', () => {
    const before =
      '# top\n[mcp_servers.luka]\ncommand = "old"\n\n[mcp_servers.luka.env]\nA = "1"\n\n[other] # here\nb = 2\n';
    const after = addToToml(before, 'luka', ENTRY, 'config.toml');
    expect(after).not.toContain('old');
    expect(after).toContain('[other] # here\nb = 2');
    expect(plain(parse(after))).toEqual({ other: { b: 2 }, mcp_servers: { luka: plain(ENTRY) } });
  });

  it('is refused where it stands in a form that lines cannot change', () => {
    const before = 'mcp_servers = { luka = { command = "old" } }\n';
    expect(() => addToToml(before, 'luka', ENTRY, 'config.toml')).toThrow(
      expect.objectContaining({ code: 'connect_unreadable' }),
    );
  });

  it('is refused in a file that is no TOML', () => {
    expect(() => addToToml('a = = b', 'luka', ENTRY, '/x/config.toml')).toThrow(
      /\/x\/config\.toml is not valid TOML/,
    );
  });
});

describe('an entry in JSON', () => {
  it('is added to any configuration, changes nothing else, and is added once', () => {
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue(), { maxKeys: 5 }), (config) => {
        delete config['mcpServers'];
        const after = addToJson(JSON.stringify(config), 'luka', ENTRY, 'mcp.json');
        expect(plain(JSON.parse(after))).toEqual(plain({ ...config, mcpServers: { luka: ENTRY } }));
        expect(addToJson(after, 'luka', ENTRY, 'mcp.json')).toBe(after);
      }),
    );
  });

  it.each(['[]', '3', '{', '{"mcpServers": []}'])('is refused in %s', (text) => {
    expect(() => addToJson(text, 'luka', ENTRY, 'mcp.json')).toThrow(
      expect.objectContaining({ code: 'connect_unreadable' }),
    );
  });
});
