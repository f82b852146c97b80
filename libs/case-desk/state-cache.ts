import type { FoldedCase } from './case-reader.js';

/** The cases worked on last, folded. Disposable: a stale entry costs a version conflict and a reload, never a wrong append. */
export class StateCache {
  private readonly entries = new Map<string, FoldedCase>();

  constructor(private readonly limit: number) {}

  get(caseId: string): FoldedCase | undefined {
    const found = this.entries.get(caseId);
    if (found === undefined) return undefined;
    this.entries.delete(caseId);
    this.entries.set(caseId, found);
    return found;
  }

  put(caseId: string, folded: FoldedCase): void {
    this.entries.delete(caseId);
    if (folded.version === 0) return;
    this.entries.set(caseId, folded);
    if (this.entries.size > this.limit)
      for (const oldest of this.entries.keys()) return void this.entries.delete(oldest);
  }

  forget(caseId: string): void {
    this.entries.delete(caseId);
  }

  clear(): void {
    this.entries.clear();
  }
}
