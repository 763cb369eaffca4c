/** Writes docs/agents-rules.md from the lint rules: `node build/write-agent-rules.ts`. */
import { writeFileSync } from 'node:fs';
import { agentRulesText } from './agent-rules.ts';

writeFileSync(new URL('../docs/agents-rules.md', import.meta.url), agentRulesText());
