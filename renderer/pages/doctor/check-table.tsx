import { CircleAlert, CircleCheck, CircleQuestionMark, Info, TriangleAlert } from 'lucide-react';
import type { DoctorCheck } from '#shared/nouns/doctor.ts';
import { Section } from '../../ui/page.tsx';
import { TONE_TEXT } from '../../ui/tone.ts';
import { plainLine } from '../../words/plain.ts';

const LOOKS = {
  ok: { Icon: CircleCheck, tone: 'ok', word: 'well' },
  info: { Icon: Info, tone: 'quiet', word: 'good to know' },
  warning: { Icon: TriangleAlert, tone: 'waiting', word: 'warning' },
  error: { Icon: CircleAlert, tone: 'failed', word: 'error' },
  unknown: { Icon: CircleQuestionMark, tone: 'quiet', word: 'could not be looked at' },
} as const;

/** All that was looked at, with what was seen. */
export function CheckTable({ checks }: { checks: readonly DoctorCheck[] }) {
  return (
    <Section title="What was looked at" id="looked">
      <table aria-labelledby="looked" className="w-full border-y border-line text-left">
        <thead className="sr-only">
          <tr>
            <th scope="col">Check</th>
            <th scope="col">State</th>
            <th scope="col">Seen</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {checks.map(({ id, title, state, note }) => {
            const { Icon, tone, word } = LOOKS[state];
            return (
              <tr key={id} className="align-baseline">
                <th
                  scope="row"
                  className="py-1.5 pr-4 font-medium whitespace-nowrap max-sm:whitespace-normal"
                >
                  {title}
                </th>
                <td className="w-7 py-1.5">
                  <Icon size={14} className={`inline ${TONE_TEXT[tone]}`} aria-hidden />
                  <span className="sr-only">{word}</span>
                </td>
                <td className="py-1.5 text-ink-2 [overflow-wrap:anywhere]">{plainLine(note)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}
