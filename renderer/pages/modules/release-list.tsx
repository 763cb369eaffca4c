/** The releases of a module, the newest first: which one runs, what each is, and the way back to it. */
import { Check } from 'lucide-react';
import { useState } from 'react';
import type { ModuleRelease } from '#shared/nouns/release.ts';
import { useFetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { Ago } from '../../ui/clock.tsx';
import { PlainText } from '../../ui/diff-view.tsx';
import { Section } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { plainLine } from '../../words/plain.ts';
import { count } from '../../words/run-state.ts';
import { sizeWords } from '../../words/time.ts';
import { whoWords } from './module-rows.ts';
import { RollbackDialog } from './rollback-dialog.tsx';

/** Between noting a release and switching to it there are moments only. */
const SWITCH_MS = 10_000;

const TEST_WORDS: Readonly<Record<ModuleRelease['test'], string>> = {
  passed: 'its self-test passed',
  absent: 'no self-test',
  kept: 'was there by hand',
};

export function ReleaseList({
  module,
  releases,
  onChange,
}: {
  module: string;
  releases: readonly ModuleRelease[];
  onChange: () => void;
}) {
  const [to, setTo] = useState<ModuleRelease>();
  const current = releases.find((release) => release.current);
  return (
    <Section id="releases" title="Releases">
      {current ? null : (
        <p className="mb-2 text-waiting">
          None of them runs: the link in the modules folder was replaced or removed by hand.
        </p>
      )}
      <ul aria-labelledby="releases" className="divide-y divide-line border-y border-line">
        {releases.map((release) => (
          <ReleaseRow
            key={release.number}
            release={release}
            isNewer={current !== undefined && release.number > current.number}
            onSwitch={() => setTo(release)}
          />
        ))}
      </ul>
      {to ? (
        <RollbackDialog
          module={module}
          to={to}
          current={current}
          onClose={() => setTo(undefined)}
          onSwitched={onChange}
        />
      ) : null}
    </Section>
  );
}

function ReleaseRow({
  release,
  isNewer,
  onSwitch,
}: {
  release: ModuleRelease;
  /** Than the one that runs: somebody rolled back before. */
  isNewer: boolean;
  onSwitch: () => void;
}) {
  const [open, setOpen] = useState(false);
  const { number, hash, at, by, files, bytes, test, current, since } = release;
  const wentBack = since !== undefined && Date.parse(since) - Date.parse(at) > SWITCH_MS;
  return (
    <li className="py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <div className="min-w-[220px] grow basis-0">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium">Release {number}</span>
            <code className="text-sm text-ink-3">{hash}</code>
            {current ? (
              <span className="flex items-baseline gap-1 text-sm font-medium text-ok">
                <Check size={13} aria-hidden className="self-center" />
                runs now
              </span>
            ) : null}
          </p>
          <p className="text-sm text-ink-2">
            Deployed <Ago at={at} /> by {plainLine(whoWords(by))}
            {wentBack ? (
              <>
                , switched to <Ago at={since} />
              </>
            ) : null}
            <span className="text-ink-3">
              , {files > 1 ? `${count(files, 'file')}, ` : ''}
              {sizeWords(bytes)}, {TEST_WORDS[test]}
            </span>
          </p>
        </div>
        <div className="flex shrink-0 gap-2">
          <button
            type="button"
            className="btn"
            aria-expanded={open}
            aria-label={`Text of release ${number}`}
            onClick={() => setOpen(!open)}
          >
            Text
          </button>
          {current ? null : (
            <button
              type="button"
              className="btn"
              aria-label={isNewer ? `Switch to release ${number}` : `Roll back to release ${number}`}
              onClick={onSwitch}
            >
              {isNewer ? 'Switch…' : 'Roll back…'}
            </button>
          )}
        </div>
      </div>
      {open ? <ReleaseText release={release} /> : null}
    </li>
  );
}

function ReleaseText({ release: { module, number, entry, files, hash } }: { release: ModuleRelease }) {
  const { value, error } = useFetched(
    `release ${module} ${number} ${hash}`,
    (signal) => client.readRelease({ params: { module, number } }, { signal }),
    { follows: 'safetyStamp' },
  );
  return (
    <div className="mt-2">
      {files > 1 ? (
        <p className="mb-1.5 text-sm text-ink-3">
          <code>{entry}</code>, which is loaded first.
        </p>
      ) : null}
      {value?.text === undefined ? null : <PlainText text={value.text} label={`Text of release ${number}`} />}
      {value && value.text === undefined ? <p className="text-ink-2">It is too long to be shown.</p> : null}
      {error ? <Problem error={error} /> : null}
    </div>
  );
}
