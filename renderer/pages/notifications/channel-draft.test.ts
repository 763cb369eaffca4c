import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { NotifyFile } from '#shared/nouns/notify.ts';
import { draftProblems, EMPTY_DRAFT, withChannel, type ChannelDraft } from './channel-draft.ts';

const read = (text: string) => NotifyFile.parse(parse(text));
const DRAFTS: ChannelDraft[] = [
  { ...EMPTY_DRAFT, name: 'screen', kind: 'native' },
  { ...EMPTY_DRAFT, name: 'phone', kind: 'ntfy', url: 'https://ntfy.sh/x', secret: 'NTFY' },
  { ...EMPTY_DRAFT, name: 'ops', kind: 'webhook', url: 'https://h.example.org/"x"', secret: 'HOOK' },
  { ...EMPTY_DRAFT, name: 'own', kind: 'command', argv: '~/bin/tell\n--to: "me"\n' },
  {
    ...EMPTY_DRAFT,
    name: 'mail',
    kind: 'email',
    host: 'mail.example.org',
    user: 'me',
    secret: 'SMTP',
    from: 'luka@example.org',
    to: 'me@example.org',
  },
];

describe('a new channel', () => {
  it.each(DRAFTS)('$name is one that Luka reads', (draft) => {
    expect(draftProblems(draft, [])).toEqual({});
    expect(read(withChannel('', draft)).channels?.[draft.name]?.kind).toBe(draft.kind);
    expect(read(withChannel('', draft)).default).toEqual([draft.name]);
  });

  it('stands among those that are there, comments and all', () => {
    let text = '# mine\nchannels: # all of them\n  old: { kind: native } # keep\nroutes:\n  - to: [old]\n';
    for (const draft of DRAFTS) text = withChannel(text, draft);
    expect(Object.keys(read(text).channels ?? {}).toSorted()).toEqual([
      'mail',
      'old',
      'ops',
      'own',
      'phone',
      'screen',
    ]);
    expect(text).toContain('# mine\n');
    expect(text).toContain('# keep\n');
    expect(read(text).routes).toEqual([{ to: ['old'] }]);
    expect(read(text).default).toBeUndefined();
    expect(read(withChannel('channels: {}\n', DRAFTS[0]!)).channels).toHaveProperty('screen');
  });

  it('says what lacks', () => {
    expect(draftProblems({ ...EMPTY_DRAFT, name: 'A' }, [])).toHaveProperty('name');
    expect(draftProblems({ ...DRAFTS[1]!, url: 'ntfy.sh/x' }, ['phone'])).toEqual({
      name: 'There is one of this name.',
      url: expect.any(String),
    });
    expect(draftProblems({ ...DRAFTS[4]!, secret: '' }, [])).toHaveProperty('secret');
    expect(draftProblems({ ...DRAFTS[2]!, secret: 'the value itself' }, [])).toHaveProperty('secret');
  });
});
