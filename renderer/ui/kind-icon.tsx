/** One icon for each kind of document. */
import {
  Braces,
  Brain,
  CirclePlay,
  FileCode,
  FileText,
  FileType,
  Globe,
  Rows3,
  ScrollText,
  ShieldCheck,
  type LucideIcon,
} from 'lucide-react';
import type { DocumentKind } from '#shared/nouns/knowledge.ts';

const ICONS: Readonly<Record<DocumentKind, LucideIcon>> = {
  markdown: FileText,
  text: FileText,
  html: Globe,
  json: Braces,
  jsonl: Rows3,
  yaml: Braces,
  log: ScrollText,
  code: FileCode,
  pdf: FileType,
  docx: FileType,
  run: CirclePlay,
  report: FileText,
  approval: ShieldCheck,
  memory: Brain,
};

export function KindIcon({ kind, size = 14 }: { kind: DocumentKind; size?: number }) {
  const Icon = ICONS[kind];
  return <Icon size={size} aria-hidden className="shrink-0" />;
}
