/** Questions, answers with their sources, and prompts. */
import type { Locator, Page } from '@playwright/test';

export class AssistantPage {
  readonly question: Locator;
  readonly examples: Locator;
  readonly answers: Locator;
  /** The newest. */
  readonly answer: Locator;
  readonly sentences: Locator;
  readonly marks: Locator;
  readonly sources: Locator;
  readonly confidence: Locator;
  readonly actions: Locator;
  readonly trace: Locator;
  readonly doesNotKnow: Locator;
  /** That it goes to a human, and how that ended. */
  readonly escalation: Locator;
  /** What a screen reader heard. */
  readonly spoken: Locator;
  readonly conversations: Locator;
  readonly newConversation: Locator;
  readonly prompts: Locator;
  readonly promptText: Locator;
  readonly tabs: Locator;

  constructor(page: Page) {
    this.question = page.getByRole('textbox', { name: 'Your question' });
    this.examples = page.getByRole('list', { name: 'Examples' }).getByRole('button');
    this.answers = page.getByRole('region', { name: 'Conversation' }).getByRole('article');
    this.answer = this.answers.last();
    this.sentences = this.answer.locator('.sentence');
    this.marks = this.answer.getByRole('button', { name: /^Source \d/ });
    this.sources = this.answer.locator('[data-source]');
    this.confidence = this.answer.getByRole('meter', { name: 'Confidence' });
    this.actions = this.answer.getByRole('list', { name: 'What you can do' });
    this.trace = this.answer.getByRole('list', { name: 'What was looked at' });
    this.doesNotKnow = this.answer.getByRole('region', { name: 'I do not know' });
    this.escalation = this.answers.getByRole('region', { name: 'Escalation' });
    this.spoken = page.getByRole('status', { name: 'Last answer' });
    this.conversations = page.getByRole('list', { name: 'Conversations' }).getByRole('listitem');
    this.newConversation = page.getByRole('link', { name: 'New', exact: true });
    this.prompts = page.getByRole('navigation', { name: 'Prompts' });
    this.promptText = page.getByLabel('The text');
    this.tabs = page.getByRole('navigation', { name: 'Pages of the assistant' });
  }

  async ask(question: string): Promise<void> {
    await this.question.fill(question);
    await this.question.press('Enter');
  }

  feedback(verdict: 'Approve' | 'Needs changes' | 'Escalate'): Locator {
    return this.answer.getByRole('button', { name: verdict });
  }

  async showTrace(): Promise<void> {
    await this.answer.getByText('What I looked at and why').click();
  }
}
