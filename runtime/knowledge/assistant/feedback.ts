/** What a memory keeps of a person's word on an answer, in its `meta`. */
import { z } from 'zod';

export const Feedback = z.looseObject({
  answer: z.int(),
  verdict: z.enum(['approve', 'needs-changes', 'escalate']),
  question: z.string(),
  /** The answer as it was: not to be answered with again because it was judged. */
  said: z.string(),
  /** `/notes/backup.md:12` */
  sources: z.array(z.string()),
  /** What the person said to it. */
  note: z.string().optional(),
});
export type Feedback = z.infer<typeof Feedback>;
