/** How people ask about Luka itself: one row a kind of question, the first that fits counts. */
import { contentWords } from '../../words/content-words.ts';
import type { IntentKind } from './intent.ts';

export interface IntentRule {
  readonly kind: IntentKind;
  readonly patterns: readonly RegExp[];
  /** Means nothing without a task. */
  readonly needsTask?: true;
}

const NOT = String.raw`(?:not|n['’]t|never|no)`;

export const RULES: readonly IntentRule[] = [
  {
    kind: 'why-not-run',
    needsTask: true,
    patterns: [
      new RegExp(
        String.raw`\b(?:why|how come|what (?:stopped|kept|prevented|blocked))\b.*\b${NOT}\b.*\b(?:run|ran|running|start\w*|fire\w*|go|happen\w*|work\w*|execute\w*|trigger\w*)\b`,
        'i',
      ),
      /\bwhy\b.*(?:did|was|has|is|does)n['’]?t\b.*\b(?:run|ran|running|start\w*|fire\w*|go|happen\w*|work\w*|execute\w*|trigger\w*)\b/i,
      /\b(?:what|who) (?:stopped|kept|prevented|blocked|held|skipped)\b/i,
      /\bwhy\b.*\b(?:skipped|missed|blocked|held|late|waiting|stuck)\b/i,
      /(?:ทำไม|เพราะอะไร|สาเหตุ).*ไม่(?:ได้|ยอม)?\s?(?:ทำงาน|รัน|เริ่ม|เดิน|run)/iu,
      /ไม่(?:ได้|ยอม)?\s?(?:ทำงาน|รัน|เริ่ม|เดิน|run).*(?:เพราะอะไร|ทำไม)/iu,
    ],
  },
  {
    kind: 'why-failed',
    needsTask: true,
    patterns: [
      /\b(?:why|how come)\b.*\b(?:fail\w*|crash\w*|br[eo]ke?n?|error\w*|die[ds]?|wrong|timed? out|unsuccessful)\b/i,
      /\bwhat (?:is|was|went|happened)\b.*\b(?:wrong|fail\w*)\b.*\b(?:with|in|to)\b/i,
      /\bwhat happened (?:to|with)\b/i,
      /(?:ทำไม|เพราะอะไร|สาเหตุ).*(?:ล้มเหลว|พัง|ผิดพลาด|ไม่สำเร็จ|ล่ม|fail|error)/iu,
      /(?:ล้มเหลว|พัง|ผิดพลาด|ไม่สำเร็จ|ล่ม).*(?:เพราะอะไร|ทำไม|สาเหตุ)/u,
    ],
  },
  {
    kind: 'last-success',
    needsTask: true,
    patterns: [
      /\bwhen\b.*\b(?:succe\w+|went well|go well|work\w*|finish\w*|complet\w*|pass\w*|ok)\b/i,
      /\b(?:last|latest|most recent)\b.*\b(?:succe\w+|good|green|ok)\b/i,
      /(?:สำเร็จ|ผ่าน).*(?:ล่าสุด|ครั้งสุดท้าย|เมื่อไหร่|เมื่อไร|ตอนไหน)/u,
      /(?:ล่าสุด|ครั้งสุดท้าย|เมื่อไหร่|เมื่อไร).*(?:สำเร็จ|ผ่าน)/u,
    ],
  },
  {
    kind: 'next-run',
    needsTask: true,
    patterns: [
      /\bwhen\b.*\b(?:next|will|due|again|scheduled)\b/i,
      /\bnext (?:run|time|start)\b/i,
      /\bwhen (?:does|is|do)\b.*\b(?:run|start|due)\b/i,
      /(?:รัน|ทำงาน|เริ่ม).*(?:ครั้งต่อไป|ครั้งถัดไป|อีกเมื่อไหร่|อีกเมื่อไร)/u,
      /(?:ครั้งต่อไป|ครั้งถัดไป|ถัดไป).*(?:เมื่อไหร่|เมื่อไร|กี่โมง)/u,
      /จะ(?:รัน|ทำงาน|เริ่ม).*(?:เมื่อไหร่|เมื่อไร|กี่โมง)/u,
    ],
  },
  {
    kind: 'last-run',
    needsTask: true,
    patterns: [
      /\bwhen\b.*\b(?:last|ran|run|start\w*)\b/i,
      /\b(?:last|latest|most recent) (?:run|time)\b/i,
      /\bhow (?:did|was|is)\b.*\b(?:go|run|do|doing)\b/i,
      /\bdid\b.*\b(?:run|start|finish|succeed|fail|work|go)\b/i,
      /(?:รัน|ทำงาน).*(?:ล่าสุด|ครั้งสุดท้าย|เมื่อไหร่|เมื่อไร|ตอนไหน)/u,
      /(?:ล่าสุด|ครั้งสุดท้าย).*(?:รัน|ทำงาน)?/u,
      /(?:รัน|ทำงาน)(?:แล้ว)?(?:หรือยัง|ไหม|มั้ย|รึยัง)/u,
    ],
  },
  {
    kind: 'agents',
    patterns: [
      /\b(?:launch ?)?agents?\b.*\b(?:fail\w*|br[eo]ke?n?|trouble\w*|wrong|ghost\w*|bad|sick|unhealthy|dead)\b/i,
      /\b(?:fail\w*|br[eo]ke?n?|trouble\w*|wrong|ghost\w*|bad|sick|unhealthy|dead)\b.*\b(?:launch ?)?agents?\b/i,
      /\bhow (?:are|do)\b.*\bagents?\b/i,
      /(?:agent|เอเจนต์).*(?:พัง|เสีย|ล้มเหลว|ปัญหา|ล่ม)/iu,
      /(?:พัง|เสีย|ล้มเหลว|ปัญหา|ล่ม).*(?:agent|เอเจนต์)/iu,
    ],
  },
  {
    kind: 'services',
    patterns: [
      /\bservices?\b.*\b(?:down|up|running|healthy|unhealthy|doing|ok|state|status|dead|fail\w*)\b/i,
      /\b(?:which|what|how are|any|are)\b.*\bservices?\b/i,
      /(?:เซอร์วิส|service|บริการ).*(?:ล่ม|ทำงาน|ปกติ|สถานะ|เป็นยังไง|เป็นอย่างไร)/iu,
    ],
  },
  {
    kind: 'needs-me',
    patterns: [
      /\b(?:need|needs|needed|want|wants|require\w*|wait\w*|await\w*)\b.*\b(?:me|my|i|attention|approv\w*|review\w*|decision|human|person)\b/i,
      /\b(?:what|anything|something|things?) (?:do i|should i|must i|can i|have i|to|i (?:have|need|should|must)(?: to)?)\b.*\b(?:do|approve|decide|review|look at|check|validate|answer)\b/i,
      /\b(?:open|pending|waiting|outstanding|any|which|what|list|show)\b.*\bapprovals?\b/i,
      /\b(?:what|anything|which)\b.*\b(?:is|are|still)?\s*(?:blocked on|waiting for|waits for) (?:me|approval|an approval|my)\b/i,
      /\bneeds? (?:me|my|attention)\b/i,
      /(?:รอ|ต้องการ|ต้อง).*(?:ฉัน|ผม|ดิฉัน|หนู|อนุมัติ|ตรวจสอบ|ตัดสินใจ)/u,
      /อนุมัติ.*(?:อะไร|ไหม|มั้ย|บ้าง|ค้าง)/u,
    ],
  },
  {
    kind: 'failed',
    patterns: [
      /\b(?:what|which|anything|did|any|has|have|show|list|were|are|how many)\b.*\b(?:fail\w*|crash\w*|br[eo]ke?n?|errors?|wrong|timed out|red)\b/i,
      /^\s*(?:the )?(?:fail\w*|errors?|crashes)\b/i,
      /(?:อะไร|งาน|มี|ไหน).*(?:ล้มเหลว|พัง|ผิดพลาด|ไม่สำเร็จ|ล่ม|เจ๊ง|fail|error)/iu,
      /(?:ล้มเหลว|พัง|ผิดพลาด|ไม่สำเร็จ|ล่ม).*(?:อะไร|ไหม|มั้ย|บ้าง)/u,
    ],
  },
  {
    kind: 'running',
    patterns: [
      /\b(?:what|which|anything|is|are|show|list|how many)\b.*\b(?:running|going on|in progress|executing|active|busy)\b/i,
      /\bwhat (?:is|are|['’]s) (?:luka|you|it|the machine|it) (?:doing|running|up to|working on)\b/i,
      /(?:อะไร|งาน|มี|ไหน).*(?:กำลัง(?:ทำงาน|รัน|ทำ)|รันอยู่|ทำงานอยู่)/u,
      /กำลัง(?:ทำงาน|รัน|ทำ)(?:อะไร|อยู่)/u,
    ],
  },
  {
    kind: 'happened',
    patterns: [
      /\bwhat (?:happened|went on|ran|was done|did (?:luka|you) do)\b/i,
      /\bhow (?:was|did|went)\b.*\b(?:night|day|week|morning|go|it)\b/i,
      /\b(?:summary|recap|overview) of\b/i,
      /(?:เกิดอะไรขึ้น|มีอะไรเกิดขึ้น|ทำอะไรไปบ้าง|สรุป)/u,
    ],
  },
  {
    kind: 'due',
    patterns: [
      /\b(?:what|which|anything|is|are|show|list|when)\b.*\b(?:due|scheduled|planned|coming|upcoming|next|runs?|start\w*|happen\w*)\b/i,
      /\bwhat(?:['’]s| is) (?:next|coming|up|on)\b/i,
      /\b(?:schedule|agenda|plan) (?:for|of)\b/i,
      /(?:อะไร|งาน|มี|ไหน).*(?:กำหนด|ตาราง|จะรัน|ต้องรัน|จะทำงาน|ต้องทำงาน|ต่อไป|ถัดไป)/u,
      /(?:ตาราง|กำหนดการ).*(?:คืนนี้|วันนี้|พรุ่งนี้|สัปดาห์)?/u,
    ],
  },
  {
    kind: 'run-it',
    needsTask: true,
    patterns: [
      /^\s*(?:please |can you |could you )?(?:re-?run|run|start|repeat|retry)\b/i,
      /^\s*(?:ช่วย)?(?:รัน|เริ่ม|สั่งรัน)/u,
    ],
  },
];

/** Words that a question of this kind may have besides. Any other word makes it a question about something else. */
export const OWN_WORDS: ReadonlySet<string> = new Set([
  ...contentWords(
    'luka task tasks job jobs run runs ran running rerun start started starting fire fired go going gone went happen happened happening ' +
      'work worked working execute executed trigger triggered fail failed failing failure failures crash crashed break broke broken error errors ' +
      'wrong die died timed timeout out red bad problem problems issue issues reason succeed succeeded success successful successfully ok okay fine well good ' +
      'finish finished complete completed completion pass passed green done last latest recent recently time next due schedule scheduled scheduling plan planned ' +
      'upcoming coming agenda state status show list tell give see know need needs needed want wants wait waits waiting await awaiting attention ' +
      'approval approvals approve approved review decide decision validate look check human person mine agent agents launchagent launchagents launch ' +
      'service services healthy unhealthy healthy down up stop stopped keep kept prevent prevented block blocked hold held skip skipped miss missed late stuck ' +
      'pending open outstanding queue queued progress active busy executing currently now right moment machine mac anything something everything thing things ' +
      'nothing soon later still yet again ever since actually really exactly come trouble troubled ghost sick dead summary recap overview night day week morning ' +
      'repeat retry automation automatic automatically supposed today tonight many much often today expected whole entire time times answer answered please',
  ),
  ...contentWords(
    'งาน รัน ทำงาน ทำ เริ่ม เดิน ล้มเหลว พัง ผิดพลาด ไม่สำเร็จ สำเร็จ ล่ม เสีย เจ๊ง สาเหตุ ปัญหา ล่าสุด ครั้ง สุดท้าย ครั้งสุดท้าย ต่อไป ถัดไป กำหนด กำหนดการ ตาราง ' +
      'กำลัง รอ อนุมัติ ตรวจสอบ ตรวจ ตัดสินใจ ฉัน ผม ดิฉัน ลูกา บริการ เซอร์วิส สถานะ ปกติ ตอนนี้ ขณะนี้ ตอน กี่ โมง กี่โมง ถึง เกิด เกิดขึ้น ขึ้น อะไร มีอะไร บ้าง เวลา ผ่าน ยัง หรือยัง ' +
      'ค้าง ต้องการ อีก สรุป เอเจนต์ ช่วย สั่ง ยอม อยู่ ตัว ไหน ที่ไหน รึ ไร เท่า จะ ไม่ ได้ ขึ้นมา ให้ หน่อย หนู เป็น ยังไง อย่างไร',
  ),
]);
