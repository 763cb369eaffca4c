/** Channels, messages and deadlines in words. The shared nouns carry zod with them; a test ties the lists. */
import type { ChannelKind, MessageState } from '#shared/nouns/notify.ts';
import type { SlaState } from '#shared/nouns/sla.ts';
import type { Tone } from './run-state.ts';

export const CHANNEL_WORDS: Readonly<Record<ChannelKind, { readonly name: string; readonly means: string }>> =
  {
    native: { name: 'This screen', means: 'A notice of the system, on this machine.' },
    command: {
      name: 'A command',
      means: 'A program of your own; what is told comes as JSON on its standard input.',
    },
    webhook: { name: 'Webhook', means: 'POST of JSON to an address, signed as Standard Webhooks has it.' },
    ntfy: { name: 'ntfy', means: 'A topic of ntfy: on your phone by its app.' },
    email: { name: 'E-mail', means: 'By an SMTP server that takes mail from you.' },
  };

export const MESSAGE_WORDS: Readonly<Record<MessageState, { readonly label: string; readonly tone: Tone }>> =
  {
    waiting: { label: 'Waits', tone: 'quiet' },
    sending: { label: 'Being sent', tone: 'running' },
    retrying: { label: 'Tried again', tone: 'waiting' },
    sent: { label: 'Sent', tone: 'ok' },
    dead: { label: 'Not sent', tone: 'failed' },
  };

export const SLA_WORDS: Readonly<Record<SlaState, { readonly label: string; readonly tone: Tone }>> = {
  waiting: { label: 'To come', tone: 'quiet' },
  at_risk: { label: 'At risk', tone: 'waiting' },
  met: { label: 'Met', tone: 'ok' },
  broken: { label: 'Broken', tone: 'failed' },
  late: { label: 'Late', tone: 'waiting' },
};
