import type { Span } from '../../span.ts';
import type { Subject } from '../../subject.ts';

/** What the tasks of a stage have in common. */
export interface Around {
  readonly subject: Subject;
  /** What their bars stand in. */
  readonly span: Span;
  /** Characters of what each printed. */
  readonly maxPrinted: number;
}
