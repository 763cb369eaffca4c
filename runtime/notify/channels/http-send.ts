/** One POST, and what its answer means. Redirects are not followed: the address is the one that the person wrote. */
import { again, dead, reasonOf, sent, type SendContext, type Sent } from './channel.ts';

const TIMEOUT_MS = 15_000;
/** Bytes of an answer that are looked at. */
const READ = 2_000;
/** Characters of it that are shown. */
const SHOWN = 200;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Never throws. */
export async function post({ url, headers, body }: Post, { signal, now }: SendContext): Promise<Sent> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'user-agent': 'Luka', ...headers },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const text = await firstOf(answer);
    return judge(answer.status, answer.headers.get('retry-after'), text, now());
  } catch (error) {
    return again(reasonOf(error));
  }
}

/** RFC 9110: what may go another time, and what will not as it is. */
export function judge(status: number, retryAfter: string | null, text: string, now: number): Sent {
  const said = `HTTP ${status}${text === '' ? '' : `: ${text}`}`;
  if (status >= 200 && status < 300) return sent(said);
  if (status >= 300 && status < 400) return dead(`HTTP ${status}: it sends elsewhere, which is not followed`);
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return again(said, waitOf(retryAfter, now));
  return dead(said);
}

/** Seconds or a date (RFC 9110, 10.2.3). */
function waitOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** The beginning of the answer as one line; the rest is not waited for. */
async function firstOf(answer: Response): Promise<string> {
  const reader = answer.body?.getReader();
  if (!reader) return '';
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    while (length < READ) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      length += value.length;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return oneLine(Buffer.concat(parts).toString('utf8'));
}

/** As it is shown beside a message. */
export function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ').trim();
  return plain.length > SHOWN ? `${plain.slice(0, SHOWN - 3)}...` : plain;
}
