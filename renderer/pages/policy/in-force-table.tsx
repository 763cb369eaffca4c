import type { PolicyView } from '#shared/http/safety.ts';
import { Section } from '../../ui/page.tsx';
import { plainLine } from '../../words/plain.ts';
import { ASKERS, inForce } from './in-force.ts';

const HEADINGS = { person: 'You', schedule: 'The schedule', agent: 'Agents' } as const;

export function InForceTable({ policy }: { policy: PolicyView }) {
  const { perAsker, all, version } = inForce(policy.values);
  return (
    <Section
      id="in-force"
      title="In force"
      aside={
        version === undefined ? null : (
          <span className="text-sm text-ink-3">
            Version <code>{version}</code>
          </span>
        )
      }
    >
      {/* The keyboard scrolls it where it is wider than the page. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section aria-label="By who asks" tabIndex={0} className="overflow-x-auto">
        <table className="mb-4 w-full min-w-[520px] border-collapse text-left">
          <thead>
            <tr className="border-y border-line text-sm text-ink-3">
              <th scope="col" className="py-1 pr-4">
                <span className="sr-only">What</span>
              </th>
              {ASKERS.map((asker) => (
                <th key={asker} scope="col" className="py-1 pr-4 font-normal">
                  {HEADINGS[asker]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {perAsker.map(({ name, values }) => (
              <tr key={name} className="border-b border-line align-top">
                <th scope="row" className="w-[156px] py-1.5 pr-4 font-normal text-ink-3">
                  {name}
                </th>
                {ASKERS.map((asker) => (
                  <td key={asker} className="py-1.5 pr-4">
                    {values[asker]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <dl className="grid grid-cols-[140px_minmax(0,1fr)] gap-x-4 gap-y-1.5">
        {all.map(({ name, values, none }) =>
          values.length === 0 && none === '' ? null : (
            <div key={name} className="contents">
              <dt className="text-ink-3">{name}</dt>
              <dd className="min-w-0 break-words">
                {values.length === 0 ? (
                  <span className="text-ink-2">{none}</span>
                ) : (
                  <Values values={values} />
                )}
              </dd>
            </div>
          ),
        )}
        <dt className="text-ink-3">Sandbox</dt>
        <dd className="min-w-0 break-words">
          <Sandbox sandbox={policy.sandbox} />
        </dd>
      </dl>
    </Section>
  );
}

function Values({ values }: { values: readonly string[] }) {
  return values.map((value, index) => (
    <span key={value}>
      {index > 0 ? ', ' : ''}
      <span className="[overflow-wrap:anywhere]">{plainLine(value)}</span>
    </span>
  ));
}

function Sandbox({ sandbox: { tool, reason } }: Pick<PolicyView, 'sandbox'>) {
  if (tool !== undefined) return `${tool} confines runs on this machine`;
  return reason === undefined ? (
    'Not looked for yet'
  ) : (
    <span className="text-waiting">
      None: {reason}. What should be confined is asked about, and runs unconfined once it is approved.
    </span>
  );
}
