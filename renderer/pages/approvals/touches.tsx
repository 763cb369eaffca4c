/** What the work may touch, as far as it can be told beforehand. */
import { useState } from 'react';
import type { Touches } from '#shared/nouns/gate.ts';
import { plainLine } from '../../words/plain.ts';

const KINDS = [
  ['deletes', 'Deletes', 'text-failed'],
  ['writes', 'Writes', ''],
  ['reads', 'Reads', ''],
  ['network', 'Network', ''],
  ['programs', 'Programs', ''],
] as const satisfies readonly (readonly [keyof Touches, string, string])[];
const SHOWN = 8;

export function TouchesList({ touches }: { touches: Touches }) {
  const kinds = KINDS.filter(([kind]) => touches[kind].length > 0);
  if (kinds.length === 0) return <p className="text-ink-2">It cannot be told beforehand.</p>;
  return (
    <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-2">
      {kinds.map(([kind, name, tone]) => (
        <div key={kind} className="contents">
          <dt className={tone === '' ? 'text-ink-3' : tone}>{name}</dt>
          <dd className="min-w-0">
            <Things things={touches[kind]} name={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Things({ things, name }: { things: readonly string[]; name: string }) {
  const [all, setAll] = useState(false);
  const shown = all ? things : things.slice(0, SHOWN);
  return (
    <>
      <ul aria-label={name}>
        {shown.map((thing) => (
          <li key={thing} className="[overflow-wrap:anywhere]">
            <code>{plainLine(thing)}</code>
          </li>
        ))}
      </ul>
      {shown.length < things.length ? (
        <button type="button" className="link text-sm" onClick={() => setAll(true)}>
          {(things.length - shown.length).toLocaleString('en-GB')} more
        </button>
      ) : null}
    </>
  );
}
